import { Icon } from "@switchboard/ui";
import type { ShownChat } from "./useChat";
import styles from "./StatusLine.module.css";

/** Says when the chat is not connected. */
export function StatusLine({ chat }: { chat: ShownChat }) {
  const { connection, hasBeenLive } = chat.link;
  const isLost = connection === "lost" || connection === "ended" || (connection === "connecting" && hasBeenLive);
  if (!isLost) return null;
  return (
    <p role="status" className={styles.line}>
      <Icon name="refresh" size={14} /> Connection lost. Reconnecting…
    </p>
  );
}
