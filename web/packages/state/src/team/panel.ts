import type { ConversationState, ServerFrame, TeamEvent, TicketEvent } from "@switchboard/protocol";
import { linked, NEW_LINK, type Link } from "../shared/link";
import { withDraft, type Drafts, type Mode } from "../shared/drafts";
import {
  asked,
  askedAgain,
  decided,
  forgotten,
  settled,
  type Decision,
  type Pending,
  type Wish,
} from "../shared/pending";
import { analysesHeard, type Analyses } from "./analyses";
import { heardEvents, heardSnapshot, type TeamConversations } from "./conversations";
import { EMPTY_INBOX, inboxHeard, inboxLoaded, inboxStale, type Inbox } from "./inbox";
import { NO_NOTIFICATIONS, notificationsHeard, type Notifications } from "./notifications";
import type { CannedResponse } from "./suggesting";
import { ticketsHeard, type Tickets } from "./tickets";

/** A member of the team, as the gateway lists them. */
export interface Member {
  readonly member_id: string;
  readonly public_name: string;
  readonly full_name: string;
  readonly active: boolean;
  readonly online: boolean;
  readonly away: boolean;
}

export interface PanelState {
  readonly link: Link;
  readonly inbox: Inbox;
  readonly conversations: TeamConversations;
  readonly tickets: Tickets;
  readonly analyses: Analyses;
  readonly notifications: Notifications;
  readonly members: Readonly<Record<string, Member>>;
  readonly canned: readonly CannedResponse[];
  readonly pendings: readonly Pending[];
  readonly drafts: Drafts;
  /** The draft that took the place of another window's. */
  readonly overtaken: { readonly conversationId: string; readonly mode: Mode } | null;
  /** Conversations that the gateway does not know. */
  readonly missing: readonly string[];
}

export const NEW_PANEL: PanelState = {
  link: NEW_LINK,
  inbox: EMPTY_INBOX,
  conversations: {},
  tickets: {},
  analyses: {},
  notifications: NO_NOTIFICATIONS,
  members: {},
  canned: [],
  pendings: [],
  drafts: {},
  overtaken: null,
  missing: [],
};

export type PanelAction =
  | { type: "heard"; frame: ServerFrame<TeamEvent> }
  | { type: "connection"; connection: Link["connection"] }
  | { type: "listed"; conversations: readonly ConversationState[] }
  | { type: "members"; members: readonly Member[] }
  | { type: "canned"; canned: readonly CannedResponse[] }
  | { type: "ticket"; ticket: TicketEvent }
  | { type: "asked"; wish: Wish }
  | { type: "decided"; decision: Decision }
  | { type: "askedAgain"; id: string }
  | { type: "forgotten"; id: string }
  | { type: "overtaken"; conversationId: string; mode: Mode }
  | { type: "drafted"; conversationId: string; mode: Mode; text: string };

export function panel(state: PanelState, action: PanelAction): PanelState {
  switch (action.type) {
    case "heard":
      return heard(state, action.frame);
    case "connection":
      return connected(state, action.connection);
    case "listed":
      return { ...state, inbox: inboxLoaded(state.inbox, action.conversations) };
    case "members":
      return { ...state, members: Object.fromEntries(action.members.map((m) => [m.member_id, m])) };
    case "canned":
      return { ...state, canned: action.canned };
    case "ticket":
      return { ...state, tickets: ticketsHeard(state.tickets, [action.ticket]) };
    case "asked":
      return { ...state, pendings: asked(state.pendings, action.wish) };
    case "decided":
      return settledPanel({ ...state, pendings: decided(state.pendings, action.decision) });
    case "askedAgain":
      return { ...state, pendings: askedAgain(state.pendings, action.id) };
    case "forgotten":
      return { ...state, pendings: forgotten(state.pendings, action.id) };
    case "overtaken": {
      const { conversationId, mode } = action;
      return { ...state, overtaken: { conversationId, mode } };
    }
    case "drafted": {
      const { conversationId, mode, text } = action;
      return { ...state, drafts: withDraft(state.drafts, conversationId, mode, text) };
    }
  }
}

function connected(state: PanelState, connection: Link["connection"]): PanelState {
  const link = linked(state.link, connection);
  if (connection !== "live") return { ...state, link };
  const notifications = { ...state.notifications, isStale: true };
  return { ...state, link, inbox: inboxStale(state.inbox), notifications, missing: [] };
}

function heard(state: PanelState, frame: ServerFrame<TeamEvent>): PanelState {
  switch (frame.frame) {
    case "inbox":
      return { ...state, inbox: inboxHeard(state.inbox, frame.conversations) };
    case "notifications":
      return { ...state, notifications: notificationsHeard(state.notifications, frame.notifications) };
    case "tickets":
      return { ...state, tickets: ticketsHeard(state.tickets, frame.tickets) };
    case "analyses":
      return { ...state, analyses: analysesHeard(state.analyses, frame.analyses) };
    case "events": {
      const { conversation_id: id, events } = frame;
      return settledPanel({ ...state, conversations: heardEvents(state.conversations, id, events) });
    }
    case "subscribed": {
      const { conversation_id: id, events, state: snapshot } = frame;
      const conversations = heardSnapshot(state.conversations, id, snapshot ?? null, events);
      const tickets = ticketsHeard(state.tickets, frame.tickets);
      const analyses = analysesHeard(state.analyses, frame.analyses);
      return settledPanel({ ...state, conversations, tickets, analyses });
    }
    case "presence":
      return { ...state, members: present(state.members, frame.online, frame.away) };
    case "problem":
      return withMissing(state, frame.code, frame.detail);
    default:
      return state;
  }
}

function present(
  members: PanelState["members"],
  online: readonly string[],
  away: readonly string[],
): PanelState["members"] {
  const standing = (id: string) => ({ online: online.includes(id), away: away.includes(id) });
  return Object.fromEntries(
    Object.entries(members).map(([id, member]) => [id, { ...member, ...standing(id) }]),
  );
}

function withMissing(state: PanelState, code: string, detail: string): PanelState {
  const [, id] = /^subscribe (\S+)$/.exec(detail) ?? [];
  if (code !== "unknown_conversation" || id === undefined) return state;
  return { ...state, missing: [...state.missing, id] };
}

function settledPanel(state: PanelState): PanelState {
  const pendings = state.pendings.reduce<readonly Pending[]>((left, { storedIn }) => {
    const last = storedIn === null ? 0 : (state.conversations[storedIn]?.log.last ?? 0);
    return storedIn === null ? left : settled(left, storedIn, last);
  }, state.pendings);
  return { ...state, pendings };
}
