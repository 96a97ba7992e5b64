import type { PublicStatus } from "@switchboard/protocol";
import { Icon, IconButton, type IconName } from "@switchboard/ui";
import type { ShownChat } from "./useChat";
import styles from "./Header.module.css";

const ICONS: Record<PublicStatus, IconName> = {
  assistant: "sparkles",
  waiting: "clock",
  agent: "headset",
  offline: "mail",
  closed: "check",
};

interface Props {
  title: string;
  chat: ShownChat;
  onClose: () => void;
}

export function Header({ title, chat, onClose }: Props) {
  const status = chat.isClosed ? "closed" : chat.standing.status;
  return (
    <header className={styles.header}>
      <span className={styles.mark}>
        <Icon name={ICONS[status]} size={22} />
      </span>
      <div>
        <h1>{title}</h1>
        <p data-status={status}>{who(status, chat.standing.agentName)}</p>
      </div>
      <IconButton icon="down" label="Minimize chat" onClick={onClose} />
    </header>
  );
}

function who(status: PublicStatus, agentName: string | null): string {
  switch (status) {
    case "assistant":
      return "Our AI assistant answers";
    case "waiting":
      return "Waiting for a team member";
    case "agent":
      return `You are talking to ${agentName ?? "our team"}`;
    case "offline":
      return "Nobody is available right now";
    case "closed":
      return "Conversation closed";
  }
}
