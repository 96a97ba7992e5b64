import type {
  AgentTookOver,
  AiReplyDiscarded,
  Attachment,
  Citation,
  CollaboratorAdded,
  CollaboratorRemoved,
  ConversationAccepted,
  ConversationClosed,
  HandOffEscalated,
  HandOffRequested,
  PersonErased,
  PriorityChanged,
  ReplyOverdue,
  ReplyReminded,
  ReturnedToAi,
  Source,
  TeamEvent,
  UserEmailProvided,
} from "@switchboard/protocol";
import { filesOf } from "../shared/attachments";

export interface MessageEntry {
  readonly kind: "message";
  readonly seq: number;
  readonly at: string;
  readonly source: Source;
  /** The agent who wrote, if one did. */
  readonly author: string | null;
  readonly authorId: string | null;
  readonly text: string;
  readonly citations: readonly Citation[];
  readonly files: readonly Attachment[];
}

/** A change that no message tells of; for the team only. */
export interface ActivityEntry {
  readonly kind: "activity";
  readonly seq: number;
  readonly at: string;
  readonly event:
    | HandOffRequested
    | AgentTookOver
    | ReturnedToAi
    | ConversationAccepted
    | UserEmailProvided
    | HandOffEscalated
    | ReplyReminded
    | ReplyOverdue
    | PriorityChanged
    | CollaboratorAdded
    | CollaboratorRemoved
    | ConversationClosed
    | AiReplyDiscarded
    | PersonErased;
}

export type Entry = MessageEntry | ActivityEntry;

/** What a conversation shows, in the order of its `seq`. */
export function timelineOf(events: readonly TeamEvent[]): readonly Entry[] {
  return events.flatMap((event) => entryOf(event) ?? []);
}

function entryOf(event: TeamEvent): Entry | null {
  switch (event.type) {
    case "conversation.user_message_sent":
      return message(event, "user");
    case "conversation.ai_message_sent":
      return { ...message(event, "ai"), citations: event.sources };
    case "conversation.system_message_added":
      return message(event, "system");
    case "conversation.agent_message_sent":
      return { ...message(event, "agent"), author: event.agent_name, authorId: event.agent_id };
    case "conversation.internal_note_added":
      return { ...message(event, "internal_note"), author: event.agent_name, authorId: event.agent_id };
    case "conversation.accepted":
      return event.assigned_by ? activity(event) : null;
    case "conversation.hand_off_requested":
    case "conversation.hand_off_escalated":
    case "conversation.reply_reminded":
    case "conversation.reply_overdue":
    case "conversation.priority_changed":
    case "conversation.collaborator_added":
    case "conversation.collaborator_removed":
    case "conversation.agent_took_over":
    case "conversation.returned_to_ai":
    case "conversation.user_email_provided":
    case "conversation.closed":
    case "conversation.ai_reply_discarded":
    case "conversation.person_erased":
      return activity(event);
    default:
      return null;
  }
}

function activity(event: ActivityEntry["event"]): ActivityEntry {
  return { kind: "activity", seq: event.seq, at: event.at, event };
}

interface Words {
  seq: number;
  at: string;
  text: string;
  attachments?: readonly Attachment[];
}

function message(words: Words, source: Source): MessageEntry {
  const { seq, at, text } = words;
  const files = filesOf(words);
  return { kind: "message", seq, at, source, text, author: null, authorId: null, citations: [], files };
}
