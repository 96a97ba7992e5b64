import type { ActivityEntry } from "@switchboard/state";
import { clockTime, fullTime } from "@switchboard/ui";
import { usePanel } from "../context";
import { REASON_NAMES } from "../words";
import styles from "./Activity.module.css";

/** A change that the team sees and the user does not. */
export function Activity({ entry }: { entry: ActivityEntry }) {
  const { members } = usePanel();
  const nameOf = (id: string | null | undefined) => (id ? members[id]?.public_name : undefined) ?? "An agent";
  return (
    <p className={styles.activity} data-event={entry.event.type}>
      <span>{sentence(entry.event, nameOf)}</span>
      <time dateTime={entry.at} title={fullTime(entry.at)}>
        {clockTime(entry.at)}
      </time>
    </p>
  );
}

function sentence(event: ActivityEntry["event"], nameOf: (id: string | null | undefined) => string): string {
  switch (event.type) {
    case "conversation.hand_off_requested":
      return `A human is asked for: ${REASON_NAMES[event.reason]}`;
    case "conversation.agent_took_over":
      return event.previous_agent_id
        ? `${event.agent_name} took over from ${nameOf(event.previous_agent_id)}`
        : `${event.agent_name} took over from the AI`;
    case "conversation.returned_to_ai":
      return `${nameOf(event.agent_id)} returned the conversation to the AI`;
    case "conversation.user_email_provided":
      return `The user left an e-mail address: ${event.email}`;
    case "conversation.closed":
      return event.agent_id ? `${nameOf(event.agent_id)} closed the conversation` : "Closed automatically";
    case "conversation.ai_reply_discarded":
      return `A late reply of the AI was discarded (${event.code})`;
    case "conversation.person_erased":
      return "What was said here was erased";
  }
}
