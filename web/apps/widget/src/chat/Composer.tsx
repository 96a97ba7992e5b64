import { IconButton } from "@switchboard/ui";
import { useEffect, useRef, type KeyboardEvent } from "react";
import { useController, useWidget } from "../context";
import type { ShownChat } from "./useChat";
import styles from "./Composer.module.css";

const MOST_CHARACTERS = 4_000;

/** Where the visitor writes; sending waits until what was missed is on the screen (rule N6). */
export function Composer({ chat }: { chat: ShownChat }) {
  const controller = useController();
  const { draft, isOpen } = useWidget();
  const element = useRef<HTMLTextAreaElement>(null);
  const isReady = !chat.isLoading && chat.link.connection === "live" && draft.trim() !== "";

  useEffect(() => {
    if (isOpen) element.current?.focus();
  }, [isOpen]);

  const send = () => {
    if (!isReady) return;
    controller.act("send_message", draft);
    controller.draft("");
  };

  const sendOnEnter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    send();
  };

  return (
    <footer className={styles.composer}>
      <textarea
        ref={element}
        aria-label="Your message"
        placeholder={chat.isClosed ? "Start a new conversation…" : "Write a message…"}
        rows={1}
        maxLength={MOST_CHARACTERS}
        value={draft}
        onChange={(event) => controller.draft(event.target.value)}
        onKeyDown={sendOnEnter}
      />
      <IconButton icon="send" label="Send" disabled={!isReady} onClick={send} />
    </footer>
  );
}
