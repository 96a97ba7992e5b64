import type { WidgetConfig } from "@switchboard/protocol";
import { Skeleton } from "@switchboard/ui";
import { useEffect, useRef } from "react";
import { useWidget } from "../context";
import { Greeting } from "./Greeting";
import { PublicMessage } from "./PublicMessage";
import { PendingMessage } from "./PendingMessage";
import type { ShownChat } from "./useChat";
import styles from "./Thread.module.css";

/** Everything that was said here, oldest first. */
export function Thread({ config, chat }: { config: WidgetConfig; chat: ShownChat }) {
  const { isOpen } = useWidget();
  const element = useRef<HTMLDivElement>(null);
  const { thread, standing, isClosed } = chat;
  const isLooking = standing.status === "assistant" && standing.isUnanswered && !isClosed;

  useEffect(() => {
    const scroll = element.current;
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
  }, [thread.length, isLooking, isOpen, standing.status]);

  return (
    <div className={styles.scroll} ref={element}>
      <Greeting config={config} chat={chat} />
      {chat.isLoading && chat.link.hasBeenLive && <Skeleton lines={3} label="Loading the conversation" />}
      <ol className={styles.thread} role="log" aria-label="Messages">
        {thread.map((item) => (
          <li key={item.key}>
            {item.kind === "message" && <PublicMessage message={item.message} />}
            {item.kind === "pending" && <PendingMessage pending={item.pending} />}
            {item.kind === "divider" && <p className={styles.divider}>New conversation</p>}
          </li>
        ))}
      </ol>
      {isLooking && (
        <p className={styles.looking} role="status">
          <span className="visually-hidden">The assistant is looking for an answer</span>
          <i />
          <i />
          <i />
        </p>
      )}
      {isClosed && <p className={styles.closed}>Your next message starts a new conversation.</p>}
    </div>
  );
}
