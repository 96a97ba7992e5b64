import type { ConversationState, Status } from "@switchboard/protocol";

/** What every agent's list holds: the open conversations, and the closed ones that were loaded. */
export interface Inbox {
  readonly conversations: Readonly<Record<string, ConversationState>>;
  readonly isLoaded: boolean;
  /** The connection was lost: the next frame may leave out what was closed meanwhile. */
  readonly isStale: boolean;
}

export const EMPTY_INBOX: Inbox = { conversations: {}, isLoaded: false, isStale: false };

export type Filter = "open" | "mine" | Status;

/** A newer snapshot replaces an older one. */
export function inboxHeard(inbox: Inbox, states: readonly ConversationState[]): Inbox {
  const kept = inbox.isStale ? closedOnes(inbox) : { ...inbox.conversations };
  for (const state of states) {
    const known = kept[state.conversation_id];
    if (!known || known.seq <= state.seq) kept[state.conversation_id] = state;
  }
  return { conversations: kept, isLoaded: true, isStale: false };
}

/** Conversations that were asked for, such as a page of closed ones. */
export function inboxLoaded(inbox: Inbox, states: readonly ConversationState[]): Inbox {
  const { isLoaded, isStale } = inbox;
  return { ...inboxHeard({ ...inbox, isStale: false }, states), isLoaded, isStale };
}

export function inboxStale(inbox: Inbox): Inbox {
  return { ...inbox, isStale: true };
}

/** The conversations of a filter, the one with the newest words first. */
export function listed(inbox: Inbox, filter: Filter, me: string): readonly ConversationState[] {
  return Object.values(inbox.conversations)
    .filter((state) => belongs(state, filter, me))
    .sort((a, b) => Date.parse(spokenAt(b)) - Date.parse(spokenAt(a)));
}

export function countOf(inbox: Inbox, filter: Filter, me: string): number {
  return Object.values(inbox.conversations).filter((state) => belongs(state, filter, me)).length;
}

/** When the last public words were said. */
export function spokenAt(state: ConversationState): string {
  return state.preview?.at ?? state.opened_at;
}

function belongs(state: ConversationState, filter: Filter, me: string): boolean {
  if (filter === "open") return state.status !== "closed";
  if (filter === "mine") return state.status === "active_human" && state.agent_id === me;
  return state.status === filter;
}

function closedOnes(inbox: Inbox): Record<string, ConversationState> {
  const entries = Object.entries(inbox.conversations);
  return Object.fromEntries(entries.filter(([, state]) => state.status === "closed"));
}
