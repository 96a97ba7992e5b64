import type { ConversationState, PublicEvent, ServerFrame, TeamEvent } from "@switchboard/protocol";
import type { Wish } from "../src";

export const AT = "2026-01-01T10:00:00+00:00";

export const at = (minute: number) => `2026-01-01T10:${String(minute).padStart(2, "0")}:00+00:00`;

const facts = { conversation_id: "c", at: AT, version: 1 } as const;

export function opened(seq = 1): TeamEvent {
  const visitor = { visitor_id: "v", site: "shop" };
  return { ...facts, seq, ...visitor, type: "conversation.opened", status: "active_ai", epoch: 1 };
}

export function userSaid(seq: number, text: string): TeamEvent {
  const ids = { message_id: `m${seq}`, visitor_id: "v" };
  return { ...facts, seq, ...ids, attachments: [], type: "conversation.user_message_sent", text };
}

export function agentSaid(seq: number, text: string, agent = "anna"): TeamEvent {
  const ids = { message_id: `m${seq}`, agent_id: agent, agent_name: agent };
  return { ...facts, seq, ...ids, mentions: [], attachments: [], type: "conversation.agent_message_sent", text };
}

export function noted(seq: number, text: string): TeamEvent {
  const ids = { message_id: `m${seq}`, agent_id: "anna", agent_name: "anna" };
  return { ...facts, seq, ...ids, attachments: [], type: "conversation.internal_note_added", text };
}

export function accepted(seq: number, agent = "anna"): TeamEvent {
  const by = { agent_id: agent, agent_name: agent, notify: [], withdraw_from: [] };
  return { ...facts, seq, ...by, type: "conversation.accepted", status: "active_human", epoch: 2 };
}

export function tookOver(seq: number, agent: string, from: string): TeamEvent {
  const by = { agent_id: agent, agent_name: agent, previous_agent_id: from };
  return { ...facts, seq, ...by, notify: [], withdraw_from: [], type: "conversation.agent_took_over", status: "active_human", epoch: 3 };
}

export function closed(seq: number): TeamEvent {
  const end = { status: "closed" as const, epoch: 4, public_seq: 4, withdraw_from: [] };
  return { ...facts, seq, ...end, type: "conversation.closed" };
}

export function subscribed<E>(id: string, events: E[], state?: ConversationState): ServerFrame<E> {
  const rest = { tickets: [], analyses: [] };
  return { frame: "subscribed", conversation_id: id, events, ...rest, ...(state && { state }) };
}

export function heardLive<E>(id: string, ...events: E[]): ServerFrame<E> {
  return { frame: "events", conversation_id: id, events };
}

export function posted(where: string, seq: number, source: "user" | "ai", text: string): PublicEvent {
  return {
    type: "public.message_posted",
    version: 1,
    conversation_id: where,
    public_seq: seq,
    at: AT,
    message_id: `${where}${seq}`,
    source,
    text,
    sources: [],
    attachments: [],
  };
}

export function publiclyOpened(where: string): PublicEvent {
  const ids = { conversation_id: where, visitor_id: "v" };
  return { type: "public.conversation_opened", version: 1, ...ids, public_seq: 1, at: AT, status: "assistant" };
}

export function aWish(id: string, text: string, where = "c", after = 0): Wish {
  return { id, conversationId: where, act: "send_message", text, askedAt: 0, after };
}

export function aState(id: string, seq: number, changes: Partial<ConversationState> = {}): ConversationState {
  return {
    type: "conversation.state",
    version: 1,
    conversation_id: id,
    seq,
    public_seq: seq,
    status: "active_ai",
    epoch: 1,
    priority: "medium",
    visitor_id: "v",
    site: "shop",
    channel: "chat",
    collaborators: [],
    opened_at: AT,
    changed_at: AT,
    unanswered: false,
    erased: false,
    messages: 0,
    written: [],
    ...changes,
  };
}
