import type { ConversationState } from "@switchboard/protocol";
import { spokenAt } from "@switchboard/state";
import { Avatar, Icon, shortTime, SOURCES } from "@switchboard/ui";
import { memo } from "react";
import { conversationAddress } from "../route";
import { userName } from "../words";
import { PriorityMark } from "./PriorityMark";
import { StatusChip } from "./StatusChip";
import styles from "./InboxRow.module.css";

interface Props {
  state: ConversationState;
  agentName: string | null;
  isOpen: boolean;
  now: number;
}

export const InboxRow = memo(function InboxRow({ state, agentName, isOpen, now }: Props) {
  const name = userName(state);
  const { preview } = state;
  const isOwed = state.unanswered && state.status !== "closed";
  return (
    <a
      className={styles.row}
      href={conversationAddress(state.conversation_id)}
      aria-current={isOpen ? "true" : undefined}
      data-unanswered={isOwed}
      data-conversation={state.conversation_id}
    >
      <Avatar name={name} seed={state.visitor_id} />
      <span className={styles.top}>
        <b>{name}</b>
        <time dateTime={spokenAt(state)}>{shortTime(spokenAt(state), now)}</time>
      </span>
      <span className={styles.preview}>
        {preview ? (
          <>
            <Icon name={SOURCES[preview.source].icon} size={14} />
            <span className="visually-hidden">{SOURCES[preview.source].label}:</span>
            <span className={styles.text}>{preview.text}</span>
          </>
        ) : (
          <span className={styles.text}>No messages yet</span>
        )}
      </span>
      <span className={styles.marks}>
        <StatusChip status={state.status} agentName={agentName} />
        <PriorityMark priority={state.priority} />
        {isOwed && <span className={styles.unanswered}>Unanswered</span>}
      </span>
    </a>
  );
});
