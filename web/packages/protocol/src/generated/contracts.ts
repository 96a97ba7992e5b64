// Written by `python -m switchboard.contracts export` from the message classes in libs/contracts.
// Change the classes, not this file.

/** What a client may ask of a conversation; who may ask what is checked by the gateway. */
export type Act = "open" | "send_message" | "request_human" | "provide_email" | "add_note" | "accept" | "take_over" | "return_to_ai" | "close" | "assign" | "unassign" | "set_priority" | "set_user_email" | "add_collaborator" | "remove_collaborator" | "request_ticket" | "continue_with_assistant";

/** An agent wrote to the user. */
export interface AgentMessageSent {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.agent_message_sent";
  version: 1;
  message_id: string;
  agent_id: string;
  agent_name: string;
  text: string;
  /** The members whom the text names. */
  mentions: Mention[];
  attachments: Attachment[];
}

/** An agent took the conversation from the AI or from another agent (rule D1). */
export interface AgentTookOver {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.agent_took_over";
  version: 1;
  agent_id: string;
  agent_name: string;
  previous_agent_id?: string | null;
  status: Status;
  epoch: number;
  withdraw_from: string[];
  assigned_by?: string | null;
  /** The members to tell: who has it now, if somebody else said so, and who had it (rule D5). */
  notify: string[];
}

/** The AI's reply was accepted (rule C3). */
export interface AiMessageSent {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.ai_message_sent";
  version: 1;
  message_id: string;
  turn: number;
  epoch: number;
  text: string;
  sources: Citation[];
}

/** A proposal of the AI was refused, with the reason (rule C3). */
export interface AiReplyDiscarded {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.ai_reply_discarded";
  version: 1;
  proposal_id: string;
  turn: number;
  epoch: number;
  code: string;
}

/** Analyses as they are now, newest version wins. */
export interface Analyses {
  frame: "analyses";
  analyses: Record<string, JsonValue>[];
}

/** What the analyses of a conversation held of a person is unreadable now (rules E1, E2). */
export interface AnalysesErased {
  type: "analysis.analyses_erased";
  version: 1;
  conversation_id: string;
  erasure_id: string;
  at: string;
}

/** An analysis has its result (rule A1). */
export interface AnalysisCompleted {
  conversation_id: string;
  analysis_id: string;
  /** Counts the analyses of one conversation, from 1 (rule A3). */
  analysis_version: number;
  at: string;
  type: "analysis.completed";
  version: 1;
  summary: string;
  sentiment: Sentiment;
  fields: ExtractedField[];
  definitions_version: number;
  model: string;
  model_version: string;
}

/** An analysis failed; the conversation is as it was (rule X5). */
export interface AnalysisFailed {
  conversation_id: string;
  analysis_id: string;
  /** Counts the analyses of one conversation, from 1 (rule A3). */
  analysis_version: number;
  at: string;
  type: "analysis.failed";
  version: 1;
  code: string;
}

/** An analysis is under way (rule A4). */
export interface AnalysisStarted {
  conversation_id: string;
  analysis_id: string;
  /** Counts the analyses of one conversation, from 1 (rule A3). */
  analysis_version: number;
  at: string;
  type: "analysis.started";
  version: 1;
  public_seq: number;
}

/** An article of the knowledge base as it is now. */
export interface ArticleImported {
  type: "assistant.article_imported";
  version: 1;
  article_id: string;
  title: string;
  body: string;
  url: string;
  at: string;
}

/** The AI's settings as they are now; key: `workspace`. */
export interface AssistantSettings {
  type: "assistant.settings";
  version: 1;
  workspace: "workspace";
  enabled: boolean;
  minimum_run_seconds: number;
  at: string;
}

/**
 * A file that a message or note carries; the gateway keeps it, and gives it to who may have it.
 *
 * A message that is nothing but files has their names as its text, one a line, so that every
 * reader has something to show.
 */
export interface Attachment {
  attachment_id: string;
  name: string;
  /** By the file's content; what its name says is not believed. */
  media_type: string;
  /** In bytes. */
  size: number;
}

/** Who may see a message; fixed when it is stored. */
export type Audience = "public" | "team";

/** A visitor's first frame: tokens never stand in a URL. */
export interface Authenticate {
  frame: "authenticate";
  token: string;
}

/** How the user writes. */
export type Channel = "chat" | "email";

/** Where an answer comes from. */
export interface Citation {
  title: string;
  url: string;
}

/** A member follows the conversation, and may write in it (rule D1). */
export interface CollaboratorAdded {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.collaborator_added";
  version: 1;
  agent_id: string;
  member_id: string;
  notify: string[];
}

/** A member follows the conversation no longer. */
export interface CollaboratorRemoved {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.collaborator_removed";
  version: 1;
  agent_id: string;
  member_id: string;
  /** The member, who need not know any more that they follow it. */
  withdraw_from: string[];
}

/** Ask something of a conversation; answered by one `outcome` with the same `id`. */
export interface Command {
  frame: "command";
  /** The client's own key; the same key with the same body is the same command (rule N5). */
  id: string;
  conversation_id: string;
  act: Act;
  /** The message, the note, the e-mail address, or what a ticket is to be about. */
  text?: string | null;
  /** The member to assign, to add or to remove. */
  member_id?: string | null;
  /** Whether "assign anyway" was pressed (rule D4). */
  although_offline?: boolean | null;
  priority?: Priority | null;
  /** The uploaded files that the message or note carries. */
  attachments?: string[] | null;
}

/** A service's own command was refused. */
export interface CommandRefused {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.command_refused";
  version: 1;
  command_id: string;
  command_type: string;
  code: string;
}

/** An agent won the conversation (rules H5, H6). */
export interface ConversationAccepted {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.accepted";
  version: 1;
  agent_id: string;
  agent_name: string;
  status: Status;
  epoch: number;
  /** The members whose notification is moot now. */
  withdraw_from: string[];
  /** The agent who assigned it to this one; none when they accepted by themselves (rule H6). */
  assigned_by?: string | null;
  /** The members to tell that it was assigned. */
  notify: string[];
}

/** The conversation ended for good (rules X1, X5). */
export interface ConversationClosed {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.closed";
  version: 1;
  agent_id?: string | null;
  status: Status;
  epoch: number;
  /** The public number of the closing line. */
  public_seq: number;
  withdraw_from: string[];
}

/** A conversation began (rules C1, X2). */
export interface ConversationOpened {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.opened";
  version: 1;
  visitor_id: string;
  site: string;
  status: Status;
  epoch: number;
  previous_conversation_id?: string | null;
  user_name?: string | null;
  /** The person whom the visitor was known to be (rule I1). */
  person_id?: string | null;
}

/** A snapshot; one with a lower `seq` than a stored one is ignored. */
export interface ConversationState {
  type: "conversation.state";
  version: 1;
  conversation_id: string;
  seq: number;
  public_seq: number;
  status: Status;
  epoch: number;
  priority: Priority;
  visitor_id: string;
  site: string;
  channel: Channel;
  user_name?: string | null;
  user_email?: string | null;
  /** Whose it is, once the host site has vouched for the user (rule I1). */
  person?: VouchedPerson | null;
  agent_id?: string | null;
  collaborators: string[];
  previous_conversation_id?: string | null;
  opened_at: string;
  changed_at: string;
  closed_at?: string | null;
  /** Whether a user message waits for a public answer. */
  unanswered: boolean;
  /** Whether its person was erased: no text is left, and none is taken (rule E1). */
  erased: boolean;
  preview?: Preview | null;
  /** How many messages and notes there are; lines of the system are none. */
  messages: number;
  /** For each member who wrote: whoever writes has read what was there. */
  written: Written[];
}

/** News of a conversation that the client follows, in order; frames are joined under load. */
export interface Events {
  frame: "events";
  conversation_id: string;
  events: Record<string, JsonValue>[];
}

/** One field's value, or the reason why it is missing. */
export interface ExtractedField {
  key: string;
  field_type: FieldType;
  value?: string | number | boolean | null;
  /**
   * Why there is no value: `not_mentioned`, `wrong_type`, `not_an_option`, `too_long`, or
   * `description_not_understood`: the engine cannot tell from the description what to look for.
   */
  missing?: string | null;
}

/** A field has another type, description or options; results that there are stay (rule A3). */
export interface FieldChanged {
  workspace: "workspace";
  /** Counts the changes of the set; the built-in one is 1. Results name it (rule A3). */
  definitions_version: number;
  /** All fields, in the order in which they are shown. */
  fields: FieldDefinition[];
  member_id: string;
  at: string;
  type: "analysis.field_changed";
  version: 1;
  field_key: string;
}

/** A field was added at the end (rule A2). */
export interface FieldDefined {
  workspace: "workspace";
  /** Counts the changes of the set; the built-in one is 1. Results name it (rule A3). */
  definitions_version: number;
  /** All fields, in the order in which they are shown. */
  fields: FieldDefinition[];
  member_id: string;
  at: string;
  type: "analysis.field_defined";
  version: 1;
  field_key: string;
}

/** One field that the team wants extracted (rule A2). */
export interface FieldDefinition {
  key: string;
  field_type: FieldType;
  /** Instructs the extraction. */
  description: string;
  /** What an `enum` may hold; other types have none. */
  options: string[];
}

/** A field is extracted no longer; results that there are stay (rule A3). */
export interface FieldRemoved {
  workspace: "workspace";
  /** Counts the changes of the set; the built-in one is 1. Results name it (rule A3). */
  definitions_version: number;
  /** All fields, in the order in which they are shown. */
  fields: FieldDefinition[];
  member_id: string;
  at: string;
  type: "analysis.field_removed";
  version: 1;
  field_key: string;
}

/** What kind of value a field holds (rule A2). */
export type FieldType = "text" | "number" | "boolean" | "enum";

/** The fields are shown in another order. */
export interface FieldsReordered {
  workspace: "workspace";
  /** Counts the changes of the set; the built-in one is 1. Results name it (rule A3). */
  definitions_version: number;
  /** All fields, in the order in which they are shown. */
  fields: FieldDefinition[];
  member_id: string;
  at: string;
  type: "analysis.fields_reordered";
  version: 1;
}

/** Nobody has accepted for a while: everyone is told once more (rule H8). */
export interface HandOffEscalated {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.hand_off_escalated";
  version: 1;
  notify: string[];
  /** Members who are away: to be told outside the panel. */
  reach_out: string[];
  waiting_since?: string | null;
}

/** Why a human is asked for. */
export type HandOffReason = "user_asked" | "no_answer_found" | "ai_failed" | "ai_too_late" | "ai_switched_off" | "nobody_accepted" | "unassigned" | "agent_offline" | "agent_removed";

/** A human is asked for (rules H1-H3); `agent_id` put it back into the queue (rule H7). */
export interface HandOffRequested {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.hand_off_requested";
  version: 1;
  reason: HandOffReason;
  status: Status;
  epoch: number;
  /** The members to tell. */
  notify: string[];
  /** Those of them who are away: to be told outside the panel too (rule P2). */
  reach_out: string[];
  agent_id?: string | null;
  /** The members to whom it was given, or who were told that its agent is awaited: moot now. */
  withdraw_from: string[];
}

/** Conversations as they are now, for every agent's list; a newer `seq` replaces an older. */
export interface Inbox {
  frame: "inbox";
  conversations: ConversationState[];
}

/** An agent wrote for the team only; users never learn of it (rules C9, N1). */
export interface InternalNoteAdded {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.internal_note_added";
  version: 1;
  message_id: string;
  agent_id: string;
  agent_name: string;
  text: string;
  attachments: Attachment[];
}

export type JsonValue = unknown;

/** How far this member has read, at whichever of their panels; the highest `seq` counts. */
export interface Marks {
  frame: "marks";
  marks: ReadMark[];
}

/** A team member as they are now. */
export interface MemberState {
  type: "team.member";
  version: 1;
  member_id: string;
  revision: number;
  public_name: string;
  full_name: string;
  role: Role;
  active: boolean;
  at: string;
}

/** A message or a note names members; it says nothing of what else stands there (rule N2). */
export interface MembersMentioned {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.members_mentioned";
  version: 1;
  message_id: string;
  agent_id: string;
  /** Everyone named, but for the one who wrote. */
  notify: string[];
}

/** A member whom a text names as `<@member id>` (rule N2). */
export interface Mention {
  member_id: string;
  /** The public name that users read in its place. */
  name: string;
}

/** The member followed it to the conversation. */
export interface NotificationClicked {
  member_id: string;
  notification_id: string;
  /** The conversation that it opens: the one that has waited longest, of several. */
  conversation_id: string;
  kind: NotificationKind;
  at: string;
  /** If it tells of all that waits (rules O5, P2): what still does, the longest wait first. */
  conversation_ids: string[];
  offers?: Offer | null;
  /** Since when the user waits, where that is what the member is told. */
  since?: string | null;
  requested_at?: string | null;
  delivered_at?: string | null;
  seen_at?: string | null;
  clicked_at?: string | null;
  /** How many notifications the member has not seen, after this fact. */
  unread?: number | null;
  type: "notification.clicked";
  version: 1;
}

/** It was handed to a live panel of the member. */
export interface NotificationDelivered {
  member_id: string;
  notification_id: string;
  /** The conversation that it opens: the one that has waited longest, of several. */
  conversation_id: string;
  kind: NotificationKind;
  at: string;
  /** If it tells of all that waits (rules O5, P2): what still does, the longest wait first. */
  conversation_ids: string[];
  offers?: Offer | null;
  /** Since when the user waits, where that is what the member is told. */
  since?: string | null;
  requested_at?: string | null;
  delivered_at?: string | null;
  seen_at?: string | null;
  clicked_at?: string | null;
  /** How many notifications the member has not seen, after this fact. */
  unread?: number | null;
  type: "notification.delivered";
  version: 1;
}

/** A way outside the panel could not be taken; the panel's own notification stands. */
export interface NotificationFailed {
  member_id: string;
  notification_id: string;
  /** The conversation that it opens: the one that has waited longest, of several. */
  conversation_id: string;
  kind: NotificationKind;
  at: string;
  /** If it tells of all that waits (rules O5, P2): what still does, the longest wait first. */
  conversation_ids: string[];
  offers?: Offer | null;
  /** Since when the user waits, where that is what the member is told. */
  since?: string | null;
  requested_at?: string | null;
  delivered_at?: string | null;
  seen_at?: string | null;
  clicked_at?: string | null;
  /** How many notifications the member has not seen, after this fact. */
  unread?: number | null;
  type: "notification.failed";
  version: 1;
  channel: Channel;
  /** `not_configured` if the deployment has no such channel, `muted` if the member wants it so. */
  outcome: string;
}

/** What a member is told about. */
export type NotificationKind = "hand_off" | "escalation" | "assigned" | "reassigned" | "collaboration" | "reply_reminder" | "reply_overdue" | "mention";

/** A member is to be told (rule H3). */
export interface NotificationRequested {
  member_id: string;
  notification_id: string;
  /** The conversation that it opens: the one that has waited longest, of several. */
  conversation_id: string;
  kind: NotificationKind;
  at: string;
  /** If it tells of all that waits (rules O5, P2): what still does, the longest wait first. */
  conversation_ids: string[];
  offers?: Offer | null;
  /** Since when the user waits, where that is what the member is told. */
  since?: string | null;
  requested_at?: string | null;
  delivered_at?: string | null;
  seen_at?: string | null;
  clicked_at?: string | null;
  /** How many notifications the member has not seen, after this fact. */
  unread?: number | null;
  type: "notification.requested";
  version: 1;
}

/** The member saw it. */
export interface NotificationSeen {
  member_id: string;
  notification_id: string;
  /** The conversation that it opens: the one that has waited longest, of several. */
  conversation_id: string;
  kind: NotificationKind;
  at: string;
  /** If it tells of all that waits (rules O5, P2): what still does, the longest wait first. */
  conversation_ids: string[];
  offers?: Offer | null;
  /** Since when the user waits, where that is what the member is told. */
  since?: string | null;
  requested_at?: string | null;
  delivered_at?: string | null;
  seen_at?: string | null;
  clicked_at?: string | null;
  /** How many notifications the member has not seen, after this fact. */
  unread?: number | null;
  type: "notification.seen";
  version: 1;
}

/** One of several conversations that it tells of waits no longer; the others do (rule H5). */
export interface NotificationShortened {
  member_id: string;
  notification_id: string;
  /** The conversation that it opens: the one that has waited longest, of several. */
  conversation_id: string;
  kind: NotificationKind;
  at: string;
  /** If it tells of all that waits (rules O5, P2): what still does, the longest wait first. */
  conversation_ids: string[];
  offers?: Offer | null;
  /** Since when the user waits, where that is what the member is told. */
  since?: string | null;
  requested_at?: string | null;
  delivered_at?: string | null;
  seen_at?: string | null;
  clicked_at?: string | null;
  /** How many notifications the member has not seen, after this fact. */
  unread?: number | null;
  type: "notification.shortened";
  version: 1;
}

/** What a member was told is moot (rule H5). */
export interface NotificationWithdrawn {
  member_id: string;
  notification_id: string;
  /** The conversation that it opens: the one that has waited longest, of several. */
  conversation_id: string;
  kind: NotificationKind;
  at: string;
  /** If it tells of all that waits (rules O5, P2): what still does, the longest wait first. */
  conversation_ids: string[];
  offers?: Offer | null;
  /** Since when the user waits, where that is what the member is told. */
  since?: string | null;
  requested_at?: string | null;
  delivered_at?: string | null;
  seen_at?: string | null;
  clicked_at?: string | null;
  /** How many notifications the member has not seen, after this fact. */
  unread?: number | null;
  type: "notification.withdrawn";
  version: 1;
}

/** What this member is told; a withdrawn one disappears. */
export interface Notifications {
  frame: "notifications";
  notifications: Record<string, JsonValue>[];
  /** How many of all that the member is told they have not seen, after this. */
  unread?: number | null;
}

/** What a member can do at once about what they are told; named as the acts of the socket. */
export type Offer = "accept" | "take_over";

/** The problem and an e-mail address are there: a ticket is owed (rule O3). */
export interface OfflineInfoCompleted {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.offline_info_completed";
  version: 1;
  email: string;
  problem: string;
  priority: Priority;
}

/** What became of a `command`. */
export interface Outcome {
  frame: "outcome";
  id: string;
  /** As over HTTP: 201 with the stored event, 409 refused, 202 not known yet: repeat the same. */
  status: number;
  event?: Record<string, JsonValue> | null;
  /** An RFC 9457 problem with the stable `code`. */
  problem?: Record<string, JsonValue> | null;
}

/** What this conversation held of a person is unreadable now (rules E1, E2). */
export interface PersonErased {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.person_erased";
  version: 1;
  erasure_id: string;
}

/** Keeps a connection, and an agent's presence, alive; sent every 20 s. */
export interface Ping {
  frame: "ping";
}

/** Where a member can be told. */
export type Place = "panel" | "email" | "push";

/** The answer to a ping. */
export interface Pong {
  frame: "pong";
}

/** A member said which notifications they do without, and where. */
export interface PreferencesChanged {
  type: "notification.preferences_changed";
  version: 1;
  member_id: string;
  /** Everything that is muted now; all else is told. */
  muted: Way[];
  at: string;
}

/** Which members are there; whoever is named nowhere is offline (rule P1). */
export interface Presence {
  frame: "presence";
  online: string[];
  away: string[];
}

/** The last public message of a conversation, shortened for a list. */
export interface Preview {
  source: Source;
  text: string;
  at: string;
}

/** How urgent a conversation or ticket is. */
export type Priority = "low" | "medium" | "high" | "urgent";

/** The team sees the conversation as more or less urgent. */
export interface PriorityChanged {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.priority_changed";
  version: 1;
  agent_id: string;
  previous: Priority;
  priority: Priority;
}

/** Something about a frame is wrong; the socket stays open unless a close code follows. */
export interface Problem {
  frame: "problem";
  code: string;
  detail: string;
}

/** The conversation began. */
export interface PublicConversationOpened {
  conversation_id: string;
  /** The public stream's own gap-free number, from 1. */
  public_seq: number;
  at: string;
  type: "public.conversation_opened";
  version: 1;
  visitor_id: string;
  status: PublicStatus;
  previous_conversation_id?: string | null;
  /** The person whose conversation it is, if the visitor was identified before (rule I1). */
  person_id?: string | null;
}

/** A message that the user may see. */
export interface PublicMessagePosted {
  conversation_id: string;
  /** The public stream's own gap-free number, from 1. */
  public_seq: number;
  at: string;
  type: "public.message_posted";
  version: 1;
  message_id: string;
  source: PublicSource;
  /** The public name of the agent who wrote, if one did. */
  author?: string | null;
  text: string;
  /** What a system message says, for clients that speak another language. */
  line?: SystemLine | null;
  sources: Citation[];
  attachments: Attachment[];
}

/** What this stream held of a person is unreadable now (rule E2). */
export interface PublicPersonErased {
  conversation_id: string;
  /** The public stream's own gap-free number, from 1. */
  public_seq: number;
  at: string;
  type: "public.person_erased";
  version: 1;
}

/** Who wrote, as users see it. */
export type PublicSource = "user" | "ai" | "agent" | "system";

/** Where the conversation stands, as users see it. */
export type PublicStatus = "assistant" | "waiting" | "agent" | "offline" | "closed";

/** Who answers now. */
export interface PublicStatusChanged {
  conversation_id: string;
  /** The public stream's own gap-free number, from 1. */
  public_seq: number;
  at: string;
  type: "public.status_changed";
  version: 1;
  status: PublicStatus;
  agent_name?: string | null;
  /** Whether the user's e-mail address is on record (rule O2). */
  email_known: boolean;
}

/** How far a member has read a conversation. */
export interface ReadMark {
  conversation_id: string;
  seq: number;
  /** How many of its messages and notes; the rest of `ConversationState.messages` is unread. */
  messages: number;
}

/** The agent has seen a conversation up to a `seq`; an older one changes nothing. */
export interface ReadUpTo {
  frame: "read";
  conversation_id: string;
  seq: number;
}

/** The socket is authenticated. */
export interface Ready {
  frame: "ready";
  member_id?: string | null;
  visitor_id?: string | null;
  /** A visitor's newest conversation, also when it does not exist yet. */
  conversation_id?: string | null;
}

/** The user whom members were reminded of was answered (rule H11). */
export interface ReminderAnswered {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.reminder_answered";
  version: 1;
  /** The members whose reminder is moot now. */
  withdraw_from: string[];
}

/** The user has waited too long for the assigned agent: others are told too (rule H11). */
export interface ReplyOverdue {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.reply_overdue";
  version: 1;
  unanswered_since: string;
  notify: string[];
}

/** The assigned agent left the user without an answer for a while (rule H11). */
export interface ReplyReminded {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.reply_reminded";
  version: 1;
  unanswered_since: string;
  notify: string[];
}

/** The AI may answer again: an agent said so (rule C8), or the user chose it (rule O6). */
export interface ReturnedToAi {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.returned_to_ai";
  version: 1;
  /** The agent; none when the user chose to go on with the assistant. */
  agent_id?: string | null;
  status: Status;
  epoch: number;
  withdraw_from: string[];
}

/** What a team member may do. */
export type Role = "admin" | "developer" | "agent";

/** The conversation service decided about a run's proposal. */
export interface RunFinished {
  conversation_id: string;
  turn: number;
  epoch: number;
  at: string;
  type: "assistant.run_finished";
  version: 1;
  outcome: string;
  /** The engine that answered, and its version. */
  engine: string;
  sources: Citation[];
}

/** A run is looking for an answer. */
export interface RunStarted {
  conversation_id: string;
  turn: number;
  epoch: number;
  at: string;
  type: "assistant.run_started";
  version: 1;
}

/** A run was cancelled: the AI may no longer answer. */
export interface RunStopped {
  conversation_id: string;
  turn: number;
  epoch: number;
  at: string;
  type: "assistant.run_stopped";
  version: 1;
}

/** How the user felt, as post-chat analysis reads it. */
export type Sentiment = "positive" | "neutral" | "negative";

/** Who wrote a message; never changes after it is stored. */
export type Source = "user" | "ai" | "agent" | "system" | "internal_note";

/** The agent went away from this panel, or came back to it (rule P1). */
export interface Standing {
  frame: "standing";
  away: boolean;
}

/** Where a conversation stands; exactly one at any time. */
export type Status = "active_ai" | "waiting_for_human" | "active_human" | "awaiting_offline_info" | "closed";

/** Follow a conversation from what the client has seen. */
export interface Subscribe {
  frame: "subscribe";
  conversation_id: string;
  /** The last `seq` (agents) or `public_seq` (visitors) that the client holds; 0 for none. */
  after: number;
}

/** The state and everything after the client's last number; live `events` follow, no hole. */
export interface Subscribed {
  frame: "subscribed";
  conversation_id: string;
  /** For agents. */
  state?: ConversationState | null;
  /** `conversation.events` bodies for agents, `conversation.public` bodies for visitors. */
  events: Record<string, JsonValue>[];
  tickets: Record<string, JsonValue>[];
  analyses: Record<string, JsonValue>[];
}

/** What a system message says; every one of these may be public, nothing else may. */
export type SystemLine = "human_asked_for" | "agent_joined" | "returned_to_assistant" | "nobody_available" | "email_confirmed" | "ticket_created" | "longer_wait" | "closing_soon" | "closed";

/** The system tells something; the audience is fixed here. */
export interface SystemMessageAdded {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.system_message_added";
  version: 1;
  message_id: string;
  line: SystemLine;
  audience: Audience;
  text: string;
}

/** A ticket was created (rule T2). */
export interface TicketCreated {
  conversation_id: string;
  ticket_id: string;
  /** Counts the ticket's changes, from 1. */
  revision: number;
  at: string;
  /** The short number that people say (rule T1). */
  number: number;
  subject: string;
  description: string;
  user_email?: string | null;
  priority: Priority;
  status: TicketStatus;
  assignee_id?: string | null;
  /** What the ticket came of (rule T2); none for those from before this was kept. */
  origin?: TicketOrigin | null;
  type: "ticketing.ticket_created";
  version: 1;
  agent_id?: string | null;
}

/** What a ticket says, its priority or its assignee was changed (rules T1, O3). */
export interface TicketEdited {
  conversation_id: string;
  ticket_id: string;
  /** Counts the ticket's changes, from 1. */
  revision: number;
  at: string;
  /** The short number that people say (rule T1). */
  number: number;
  subject: string;
  description: string;
  user_email?: string | null;
  priority: Priority;
  status: TicketStatus;
  assignee_id?: string | null;
  /** What the ticket came of (rule T2); none for those from before this was kept. */
  origin?: TicketOrigin | null;
  type: "ticketing.ticket_edited";
  version: 1;
  /** Who did; none when the user corrected their address. */
  agent_id?: string | null;
}

/** What a ticket held of a person is unreadable now (rules E1, E2). */
export interface TicketErased {
  conversation_id: string;
  ticket_id: string;
  /** Counts the ticket's changes, from 1. */
  revision: number;
  at: string;
  /** The short number that people say (rule T1). */
  number: number;
  subject: string;
  description: string;
  user_email?: string | null;
  priority: Priority;
  status: TicketStatus;
  assignee_id?: string | null;
  /** What the ticket came of (rule T2); none for those from before this was kept. */
  origin?: TicketOrigin | null;
  type: "ticketing.ticket_erased";
  version: 1;
  erasure_id: string;
}

/** What a ticket came of (rule T2). */
export type TicketOrigin = "agent" | "ai" | "user" | "offline_info";

/** The user wrote in a conversation that has a ticket: it may have to open again (rule T3). */
export interface TicketReplyReceived {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.ticket_reply_received";
  version: 1;
  message_id: string;
}

/** The AI's proposal of a ticket was accepted, or the user asked for one (rules C3, T2). */
export interface TicketRequested {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.ticket_requested";
  version: 1;
  origin: TicketOrigin;
  subject: string;
  description: string;
  user_email?: string | null;
  /** The conversation's. */
  priority: Priority;
}

/** Where a ticket stands. */
export type TicketStatus = "open" | "pending_internal" | "pending_user" | "resolved";

/** A ticket's status was set (rule T3). */
export interface TicketStatusChanged {
  conversation_id: string;
  ticket_id: string;
  /** Counts the ticket's changes, from 1. */
  revision: number;
  at: string;
  /** The short number that people say (rule T1). */
  number: number;
  subject: string;
  description: string;
  user_email?: string | null;
  priority: Priority;
  status: TicketStatus;
  assignee_id?: string | null;
  /** What the ticket came of (rule T2); none for those from before this was kept. */
  origin?: TicketOrigin | null;
  type: "ticketing.ticket_status_changed";
  version: 1;
  previous: TicketStatus;
  /** Who set it; none when the user's reply did. */
  agent_id?: string | null;
}

/** Tickets as they are now, newest revision wins. */
export interface Tickets {
  frame: "tickets";
  tickets: Record<string, JsonValue>[];
}

/** The AI has to answer by `due_at` (rules C5, C6). */
export interface TurnOpened {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.turn_opened";
  version: 1;
  turn: number;
  epoch: number;
  answer_up_to_seq: number;
  /** The public number of the last message to be answered. */
  public_seq: number;
  /** The public number of the last user message that was answered before; 0 for none. */
  answered_public_seq: number;
  /** The public number of the newest record: lines of the system may follow the last message. */
  transcript_public_seq: number;
  due_at: string;
}

/** Follow a conversation no longer. */
export interface Unsubscribe {
  frame: "unsubscribe";
  conversation_id: string;
}

/** The user left an e-mail address (rule O3). */
export interface UserEmailProvided {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.user_email_provided";
  version: 1;
  email: string;
  /** The agent who wrote it down, if it was not the user. */
  agent_id?: string | null;
}

/** The host site vouches for who the user is; the conversation is this person's (I1, I2). */
export interface UserIdentified {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.user_identified";
  version: 1;
  /** The browser from which it was said. */
  visitor_id: string;
  person: VouchedPerson;
}

/** The user wrote. */
export interface UserMessageSent {
  conversation_id: string;
  /** The conversation's own gap-free number, from 1. */
  seq: number;
  at: string;
  type: "conversation.user_message_sent";
  version: 1;
  message_id: string;
  visitor_id: string;
  text: string;
  attachments: Attachment[];
}

/** Who a user is, as the host site vouches for. */
export interface VouchedPerson {
  person_id: string;
  name?: string | null;
  email?: string | null;
}

/** One kind of notification in one place. */
export interface Way {
  kind: NotificationKind;
  place: Place;
}

/** How many messages there were when a member last wrote, theirs included. */
export interface Written {
  member_id: string;
  messages: number;
}

export type ConversationEventsMessage =
  | ConversationOpened
  | UserIdentified
  | UserMessageSent
  | AgentMessageSent
  | AiMessageSent
  | InternalNoteAdded
  | MembersMentioned
  | SystemMessageAdded
  | TurnOpened
  | AiReplyDiscarded
  | HandOffRequested
  | HandOffEscalated
  | ConversationAccepted
  | AgentTookOver
  | ReturnedToAi
  | UserEmailProvided
  | OfflineInfoCompleted
  | TicketRequested
  | TicketReplyReceived
  | ReplyReminded
  | ReplyOverdue
  | ReminderAnswered
  | PriorityChanged
  | CollaboratorAdded
  | CollaboratorRemoved
  | ConversationClosed
  | CommandRefused
  | PersonErased;

export type ConversationPublicMessage =
  | PublicConversationOpened
  | PublicMessagePosted
  | PublicStatusChanged
  | PublicPersonErased;

export type ConversationStateMessage =
  | ConversationState;

export type TicketingEventsMessage =
  | TicketCreated
  | TicketStatusChanged
  | TicketEdited
  | TicketErased;

export type AnalysisEventsMessage =
  | AnalysisStarted
  | AnalysisCompleted
  | AnalysisFailed
  | AnalysesErased
  | FieldDefined
  | FieldChanged
  | FieldRemoved
  | FieldsReordered;

export type AssistantEventsMessage =
  | RunStarted
  | RunStopped
  | RunFinished
  | ArticleImported;

export type AssistantSettingsMessage =
  | AssistantSettings;

export type NotificationEventsMessage =
  | NotificationRequested
  | NotificationDelivered
  | NotificationWithdrawn
  | NotificationShortened
  | NotificationSeen
  | NotificationClicked
  | NotificationFailed
  | PreferencesChanged;

export type TeamMembersMessage =
  | MemberState;

export type AnyClientFrame =
  | Authenticate
  | Subscribe
  | Unsubscribe
  | Command
  | Standing
  | ReadUpTo
  | Ping;

export type AnyServerFrame =
  | Ready
  | Subscribed
  | Events
  | Inbox
  | Tickets
  | Analyses
  | Notifications
  | Presence
  | Marks
  | Outcome
  | Problem
  | Pong;
