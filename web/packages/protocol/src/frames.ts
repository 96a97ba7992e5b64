import type * as contracts from "./generated/contracts";
import type { ProblemDocument } from "./problem";

/** A fact of a conversation, as the team hears it. */
export type TeamEvent =
  | contracts.ConversationOpened
  | contracts.UserMessageSent
  | contracts.AgentMessageSent
  | contracts.AiMessageSent
  | contracts.InternalNoteAdded
  | contracts.MembersMentioned
  | contracts.SystemMessageAdded
  | contracts.TurnOpened
  | contracts.AiReplyDiscarded
  | contracts.HandOffRequested
  | contracts.ConversationAccepted
  | contracts.AgentTookOver
  | contracts.ReturnedToAi
  | contracts.UserEmailProvided
  | contracts.ConversationClosed
  | contracts.HandOffEscalated
  | contracts.OfflineInfoCompleted
  | contracts.TicketReplyReceived
  | contracts.ReplyReminded
  | contracts.ReplyOverdue
  | contracts.ReminderAnswered
  | contracts.PriorityChanged
  | contracts.CollaboratorAdded
  | contracts.CollaboratorRemoved
  | contracts.CommandRefused
  | contracts.PersonErased;

/** A fact of a conversation, as its user hears it. */
export type PublicEvent =
  | contracts.PublicConversationOpened
  | contracts.PublicMessagePosted
  | contracts.PublicStatusChanged
  | contracts.PublicPersonErased;

export type TicketEvent =
  | contracts.TicketCreated
  | contracts.TicketStatusChanged
  | contracts.TicketEdited;
export type AnalysisEvent =
  | contracts.AnalysisStarted
  | contracts.AnalysisCompleted
  | contracts.AnalysisFailed;
export type NotificationEvent =
  | contracts.NotificationRequested
  | contracts.NotificationDelivered
  | contracts.NotificationWithdrawn
  | contracts.NotificationShortened
  | contracts.NotificationSeen
  | contracts.NotificationClicked;

type Refined<Frame, Fields> = Omit<Frame, keyof Fields> & Fields;

/** `E` is `TeamEvent` on an agent's socket and `PublicEvent` on a visitor's. */
export type SubscribedFrame<E> = Refined<
  contracts.Subscribed,
  { events: E[]; tickets: TicketEvent[]; analyses: AnalysisEvent[] }
>;
export type EventsFrame<E> = Refined<contracts.Events, { events: E[] }>;
export type OutcomeFrame<E> = Refined<
  contracts.Outcome,
  { event?: E; problem?: ProblemDocument }
>;

export type ServerFrame<E> =
  | contracts.Ready
  | SubscribedFrame<E>
  | EventsFrame<E>
  | contracts.Inbox
  | Refined<contracts.Tickets, { tickets: TicketEvent[] }>
  | Refined<contracts.Analyses, { analyses: AnalysisEvent[] }>
  | Refined<contracts.Notifications, { notifications: NotificationEvent[] }>
  | contracts.Presence
  | contracts.Marks
  | OutcomeFrame<E>
  | contracts.Problem
  | contracts.Pong;

export type ClientFrame =
  | contracts.Authenticate
  | contracts.Subscribe
  | contracts.Unsubscribe
  | contracts.Command
  | contracts.Standing
  | contracts.ReadUpTo
  | contracts.Ping;

/**
 * Reads a text that the gateway sent; null for what is no frame.
 *
 * The gateway builds its frames from the same contracts, so only the outermost shape is checked.
 */
export function readFrame<E>(text: string): ServerFrame<E> | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  return isFrame<E>(value) ? value : null;
}

function isFrame<E>(value: unknown): value is ServerFrame<E> {
  return (
    typeof value === "object" && value !== null && "frame" in value && typeof value.frame === "string"
  );
}
