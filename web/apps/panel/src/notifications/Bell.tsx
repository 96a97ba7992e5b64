import { current, isUnseen, unseen } from "@switchboard/state";
import { IconButton, shortTime, useNow } from "@switchboard/ui";
import { useEffect, useRef, useState } from "react";
import { usePanel } from "../context";
import { conversationAddress } from "../route";
import { useNotificationText } from "./useNotificationText";
import styles from "./Bell.module.css";

/** The bell, and the list of what this member is told. */
export function Bell() {
  const { notifications } = usePanel();
  const [isOpen, setOpen] = useState(false);
  const element = useRef<HTMLDivElement>(null);
  const textOf = useNotificationText();
  const now = useNow();
  const count = unseen(notifications).length;
  const told = current(notifications).slice(0, 50);

  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = (event: Event) => {
      if (!element.current?.contains(event.target as Node)) setOpen(false);
    };
    const closeOnEscape = (event: KeyboardEvent) => event.key === "Escape" && setOpen(false);
    document.addEventListener("pointerdown", closeOutside);
    document.addEventListener("keydown", closeOnEscape);
    return () => {
      document.removeEventListener("pointerdown", closeOutside);
      document.removeEventListener("keydown", closeOnEscape);
    };
  }, [isOpen]);

  return (
    <div className={styles.bell} ref={element}>
      <IconButton
        icon="bell"
        label={count > 0 ? `Notifications, ${count} new` : "Notifications"}
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      />
      {count > 0 && <span className={styles.count}>{count}</span>}
      {isOpen && (
        <section className={styles.list} aria-label="Notifications">
          <h2>Notifications</h2>
          {told.length === 0 && <p className={styles.empty}>Nothing needs you right now.</p>}
          <ul>
            {told.map((notification) => (
              <li key={notification.notification_id} data-new={isUnseen(notification)}>
                <a
                  href={conversationAddress(notification.conversation_id)}
                  onClick={() => setOpen(false)}
                >
                  <b>{textOf(notification).title}</b>
                  <span>{textOf(notification).body}</span>
                  <time dateTime={notification.at}>{shortTime(notification.at, now)}</time>
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}
