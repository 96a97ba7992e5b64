import type { HandOffReason, Priority, ProblemDocument, Status, TicketStatus } from "@switchboard/protocol";
import type { ConversationState } from "@switchboard/protocol";

/** The names under which the product shows its words. */
export const STATUS_NAMES: Record<Status, string> = {
  active_ai: "Active (AI)",
  waiting_for_human: "Waiting for Human",
  active_human: "Active (Human)",
  awaiting_offline_info: "Awaiting Offline Info",
  closed: "Closed",
};

export const PRIORITY_NAMES: Record<Priority, string> = {
  low: "Low",
  medium: "Medium",
  high: "High",
  urgent: "Urgent",
};

export const TICKET_STATUS_NAMES: Record<TicketStatus, string> = {
  open: "Open",
  pending_internal: "Pending Internal",
  pending_user: "Pending User",
  resolved: "Resolved",
};

export const REASON_NAMES: Record<HandOffReason, string> = {
  user_asked: "the user asked for a human",
  no_answer_found: "the AI found no answer",
  ai_failed: "the AI failed",
  ai_too_late: "the AI took too long",
  ai_switched_off: "the AI is switched off",
  nobody_accepted: "nobody accepted in time",
  unassigned: "it was put back into the queue",
  agent_offline: "the agent is offline while the user waits",
  agent_removed: "the agent has left the team",
};

const PROBLEMS: Record<string, string> = {
  closed: "This conversation is closed, so nothing can be sent to the user any more.",
  ai_already_active: "The AI answers this conversation already.",
  ai_switched_off: "The AI is switched off, so it cannot take this conversation.",
  member_offline: "This member is offline, so nobody would answer the user for now.",
  bad_email: "This does not look like an e-mail address.",
  unknown_conversation: "There is no such conversation.",
  unknown_member: "Your account is no longer part of the team.",
  invalid_request: "The text is empty, too long, or holds a character that cannot be stored.",
  invalid_token: "This link was used before, or is too old. Ask for a new one.",
  email_taken: "There is an account with this e-mail address already.",
  too_large: "The text is too long.",
  wrong_credentials: "The e-mail address or the password is wrong.",
  member_disabled: "This account is disabled. An Admin can have it back.",
  too_many_attempts: "Too many wrong passwords. Please wait a moment and try again.",
  not_closed: "Only a closed conversation is analysed.",
  unreachable: "The server cannot be reached. Please try again.",
  undecided: "The server has not answered yet. Please try again.",
};

/** One sentence for people; decisions are made by the code. */
export function explained(problem: ProblemDocument | null): string {
  if (!problem) return "The server has not answered yet. Please try again.";
  const name = problem.agent_name ?? "A colleague";
  if (problem.code === "already_accepted") return `${name} already accepted this conversation.`;
  if (problem.code === "not_assigned") return `${name} answers this conversation, so it was not sent.`;
  return PROBLEMS[problem.code] ?? `That did not work (${problem.code}). Please try again.`;
}

/** What a user is called in lists. */
export function userName(state: Pick<ConversationState, "user_name" | "user_email" | "visitor_id">): string {
  return state.user_name ?? state.user_email ?? `Visitor ${state.visitor_id.slice(0, 4)}`;
}
