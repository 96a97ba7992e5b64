import type { WidgetConfig } from "@switchboard/protocol";
import { useEffect } from "react";
import { Composer } from "./Composer";
import { EmailForm } from "./EmailForm";
import { Header } from "./Header";
import { HumanButton } from "./HumanButton";
import { StatusLine } from "./StatusLine";
import { Thread } from "./Thread";
import { useChat } from "./useChat";
import styles from "./Chat.module.css";

interface Props {
  config: WidgetConfig;
  onClose: () => void;
}

/** The chat window. */
export function Chat({ config, onClose }: Props) {
  const chat = useChat();

  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => event.key === "Escape" && onClose();
    window.addEventListener("keydown", closeOnEscape);
    return () => window.removeEventListener("keydown", closeOnEscape);
  }, [onClose]);

  return (
    <div className={styles.chat}>
      <Header title={config.title} chat={chat} onClose={onClose} />
      <StatusLine chat={chat} />
      <Thread config={config} chat={chat} />
      <EmailForm key={chat.current} chat={chat} />
      <HumanButton chat={chat} />
      <Composer chat={chat} />
    </div>
  );
}
