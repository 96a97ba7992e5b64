import { unseen } from "@switchboard/state";
import { Icon, IconButton } from "@switchboard/ui";
import { useState } from "react";
import { usePanel } from "../context";
import { conversationAddress, useOpenConversation } from "../route";
import { useNotificationText } from "./useNotificationText";
import styles from "./Toasts.module.css";

const MOST = 3;

/** What is new, in the corner; gone when somebody accepted, or when it was seen. */
export function Toasts() {
  const { notifications } = usePanel();
  const open = useOpenConversation();
  const textOf = useNotificationText();
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const shown = unseen(notifications)
    .filter(({ notification_id: id, conversation_id: about }) => !dismissed.includes(id) && about !== open)
    .slice(0, MOST);

  return (
    <div className={styles.toasts} role="status" aria-live="polite">
      {shown.map((notification) => {
        const { title, body } = textOf(notification);
        const id = notification.notification_id;
        return (
          <article key={id} className={styles.toast} aria-label={title}>
            <span className={styles.mark}>
              <Icon name="hand" />
            </span>
            <div>
              <b>{title}</b>
              <p>{body}</p>
              <a href={conversationAddress(notification.conversation_id)}>Open conversation</a>
            </div>
            <IconButton icon="close" label="Dismiss" onClick={() => setDismissed([...dismissed, id])} />
          </article>
        );
      })}
    </div>
  );
}
