import type { ActivityEntry } from "@switchboard/state";
import { clockTime, fullTime } from "@switchboard/ui";
import { usePanel } from "../context";
import { PRIORITY_NAMES, REASON_NAMES } from "../words";
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
      if (event.assigned_by) return `${nameOf(event.assigned_by)} assigned it to ${event.agent_name}`;
      return event.previous_agent_id
        ? `${event.agent_name} took over from ${nameOf(event.previous_agent_id)}`
        : `${event.agent_name} took over from the AI`;
    case "conversation.accepted":
      return `${nameOf(event.assigned_by)} assigned it to ${event.agent_name}`;
    case "conversation.returned_to_ai":
      return event.agent_id
        ? `${nameOf(event.agent_id)} returned the conversation to the AI`
        : "The user chose to go on with the assistant";
    case "conversation.user_email_provided":
      return event.agent_id
        ? `${nameOf(event.agent_id)} wrote down the user's e-mail address: ${event.email}`
        : `The user left an e-mail address: ${event.email}`;
    case "conversation.hand_off_escalated":
      return "Nobody has accepted yet: everyone was told once more";
    case "conversation.reply_reminded":
      return "The user waits for an answer: the agent was reminded";
    case "conversation.reply_overdue":
      return "The user still waits for an answer: everyone was told";
    case "conversation.priority_changed":
      return `${nameOf(event.agent_id)} set the priority to ${PRIORITY_NAMES[event.priority]}`;
    case "conversation.collaborator_added":
      return `${nameOf(event.agent_id)} added ${nameOf(event.member_id)} as a collaborator`;
    case "conversation.collaborator_removed":
      return `${nameOf(event.agent_id)} removed ${nameOf(event.member_id)} as a collaborator`;
    case "conversation.closed":
      return event.agent_id ? `${nameOf(event.agent_id)} closed the conversation` : "Closed automatically";
    case "conversation.ai_reply_discarded":
      return `A late reply of the AI was discarded (${event.code})`;
    case "conversation.person_erased":
      return "What was said here was erased";
  }
}
