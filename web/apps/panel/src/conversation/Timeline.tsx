import { useEffect, useRef, useState } from "react";
import { Icon } from "@switchboard/ui";
import { Activity } from "./Activity";
import { Message } from "./Message";
import { PendingText } from "./PendingText";
import type { ShownConversation } from "./useConversation";
import styles from "./Timeline.module.css";

const NEAR_THE_END_PX = 80;

/** What was said, in the order in which it was accepted (rule N6). */
export function Timeline({ conversation }: { conversation: ShownConversation }) {
  const { entries, texts, control } = conversation;
  const { element, isAway, toEnd, scrolled } = useEnd(entries.length + texts.length);
  const isAnswering = control.answerDueAt !== null && control.status === "active_ai";

  return (
    <div className={styles.frame}>
      <div className={styles.scroll} ref={element} onScroll={scrolled}>
        <ol className={styles.timeline} aria-label="Messages">
          {entries.map((entry) => (
            <li key={entry.seq}>
              {entry.kind === "message" ? <Message entry={entry} /> : <Activity entry={entry} />}
            </li>
          ))}
          {texts.map((pending) => (
            <li key={pending.id}>
              <PendingText pending={pending} />
            </li>
          ))}
        </ol>
        {isAnswering && (
          <p className={styles.answering} role="status">
            <Icon name="sparkles" size={14} /> The AI is looking for an answer
            <span className={styles.dots} aria-hidden="true" />
          </p>
        )}
      </div>
      {isAway && (
        <button type="button" className={styles.newest} onClick={toEnd}>
          <Icon name="down" size={16} /> Newest messages
        </button>
      )}
    </div>
  );
}

/** Follows the end of the list, unless the reader scrolled up. */
function useEnd(count: number) {
  const element = useRef<HTMLDivElement>(null);
  const follows = useRef(true);
  const [isAway, setAway] = useState(false);

  const toEnd = () => {
    const scroll = element.current;
    if (scroll) scroll.scrollTop = scroll.scrollHeight;
  };
  useEffect(() => {
    if (follows.current) toEnd();
  }, [count]);

  const scrolled = () => {
    const scroll = element.current;
    if (!scroll) return;
    const left = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight;
    follows.current = left < NEAR_THE_END_PX;
    setAway(!follows.current);
  };
  return { element, isAway, toEnd, scrolled };
}
