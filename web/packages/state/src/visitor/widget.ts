import type { PublicEvent, ServerFrame } from "@switchboard/protocol";
import { linked, NEW_LINK, type Link } from "../shared/link";
import { emptyLog, extended, type Log } from "../shared/log";
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
import { messagesOf } from "./thread";

export interface WidgetState {
  readonly link: Link;
  /** The visitor's conversations that are loaded, oldest first; each succeeds the one before. */
  readonly chain: readonly string[];
  /** The one that a new message goes to; it may not exist yet. */
  readonly current: string | null;
  /** The address that the host site says is the visitor's, to be confirmed (rule O2). */
  readonly ownEmail: string | null;
  readonly logs: Readonly<Record<string, Log<PublicEvent>>>;
  /** Those whose past was heard. */
  readonly loaded: readonly string[];
  readonly pendings: readonly Pending[];
  readonly draft: string;
  readonly isOpen: boolean;
  /** The last public number that was on the screen, by conversation. */
  readonly seen: Readonly<Record<string, number>>;
}

export const NEW_WIDGET: WidgetState = {
  link: NEW_LINK,
  chain: [],
  current: null,
  ownEmail: null,
  logs: {},
  loaded: [],
  pendings: [],
  draft: "",
  isOpen: false,
  seen: {},
};

export type WidgetAction =
  | { type: "began"; chain: readonly string[]; ownEmail: string | null }
  | { type: "left" }
  | { type: "heard"; frame: ServerFrame<PublicEvent> }
  | { type: "connection"; connection: Link["connection"] }
  | { type: "asked"; wish: Wish }
  | { type: "decided"; decision: Decision }
  | { type: "askedAgain"; id: string }
  | { type: "forgotten"; id: string }
  | { type: "drafted"; text: string }
  | { type: "shown"; isOpen: boolean }
  | { type: "read"; seen: Readonly<Record<string, number>> };

export function widget(state: WidgetState, action: WidgetAction): WidgetState {
  switch (action.type) {
    case "began": {
      const { chain, ownEmail } = action;
      return { ...state, chain, ownEmail, current: chain.at(-1) ?? null };
    }
    case "left": // whoever comes next sees nothing of it (rule I3)
      return { ...NEW_WIDGET, isOpen: state.isOpen };
    case "heard":
      return withSeen(heard(state, action.frame));
    case "connection":
      return { ...state, link: linked(state.link, action.connection) };
    case "asked":
      return { ...state, pendings: asked(state.pendings, action.wish) };
    case "decided": {
      const place = action.decision.place?.conversationId;
      const followed = place === undefined ? state : succeededBy(state, place);
      return settledWidget({ ...followed, pendings: decided(state.pendings, action.decision) });
    }
    case "askedAgain":
      return { ...state, pendings: askedAgain(state.pendings, action.id) };
    case "forgotten":
      return { ...state, pendings: forgotten(state.pendings, action.id) };
    case "drafted":
      return { ...state, draft: action.text };
    case "read":
      return { ...state, seen: action.seen };
    case "shown":
      return withSeen({ ...state, isOpen: action.isOpen });
  }
}

const numberOf = (event: PublicEvent) => event.public_seq;

function heard(state: WidgetState, frame: ServerFrame<PublicEvent>): WidgetState {
  switch (frame.frame) {
    case "ready":
      return frame.conversation_id ? succeededBy(state, frame.conversation_id) : state;
    case "subscribed":
    case "events": {
      const id = frame.conversation_id;
      const log = extended(state.logs[id] ?? emptyLog<PublicEvent>(), frame.events, numberOf);
      const isNew = frame.frame === "subscribed" && !state.loaded.includes(id);
      const loaded = isNew ? [...state.loaded, id] : state.loaded;
      return settledWidget({ ...state, logs: { ...state.logs, [id]: log }, loaded });
    }
    default:
      return state;
  }
}

/** A conversation that was not known becomes the current one; a known one is never gone back to. */
function succeededBy(state: WidgetState, id: string): WidgetState {
  if (state.chain.includes(id)) return state;
  return { ...state, chain: [...state.chain, id], current: id };
}

function settledWidget(state: WidgetState): WidgetState {
  const pendings = state.chain.reduce<readonly Pending[]>(
    (left, id) => settled(left, id, state.logs[id]?.last ?? 0),
    state.pendings,
  );
  return { ...state, pendings };
}

function withSeen(state: WidgetState): WidgetState {
  if (!state.isOpen) return state;
  const seen = Object.fromEntries(Object.entries(state.logs).map(([id, log]) => [id, log.last]));
  return { ...state, seen };
}

/**
 * Where a new message goes: while something that was sent to a conversation is undecided, what
 * follows goes to the same one, so that it stays in order (rule X2).
 */
export function targetOf(state: WidgetState): string | null {
  const open = state.pendings.filter(({ state: s }) => s === "sending" || s === "undecided");
  return open.at(-1)?.conversationId ?? state.current;
}

/** Answers that were not on the screen yet. */
export function unreadCount(state: WidgetState): number {
  const unread = state.chain.flatMap((id) =>
    messagesOf(state.logs[id]?.events ?? []).filter(
      ({ source, public_seq }) =>
        (source === "ai" || source === "agent") && public_seq > (state.seen[id] ?? 0),
    ),
  );
  return unread.length;
}
