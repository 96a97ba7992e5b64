import type { PublicEvent, PublicMessagePosted } from "@switchboard/protocol";
import { shown, type Own, type Pending } from "../shared/pending";
import type { WidgetState } from "./widget";

/** What the chat window shows, from top to bottom. */
export type ThreadItem =
  | { readonly kind: "message"; readonly key: string; readonly message: PublicMessagePosted }
  | { readonly kind: "divider"; readonly key: string }
  | { readonly kind: "pending"; readonly key: string; readonly pending: Pending };

/** All conversations of the visitor that are loaded, as one thread. */
export function threadOf(state: WidgetState): readonly ThreadItem[] {
  const groups = state.chain
    .map((id) => messagesOf(state.logs[id]?.events ?? []))
    .filter((messages) => messages.length > 0);
  const stored = groups.flatMap((messages, index) => [
    ...(index > 0 ? [divider(messages)] : []),
    ...messages.map(item),
  ]);
  return [...stored, ...pendingItems(state)];
}

export function messagesOf(events: readonly PublicEvent[]): readonly PublicMessagePosted[] {
  return events.filter((event) => event.type === "public.message_posted");
}

function item(message: PublicMessagePosted): ThreadItem {
  return { kind: "message", key: message.message_id, message };
}

function divider(messages: readonly PublicMessagePosted[]): ThreadItem {
  return { kind: "divider", key: `before ${messages[0]?.message_id ?? ""}` };
}

function pendingItems(state: WidgetState): readonly ThreadItem[] {
  const messages = state.pendings.filter(({ act }) => act === "send_message");
  const own = state.chain.flatMap((id) => ownMessages(id, state.logs[id]?.events ?? []));
  return shown(messages, own, state.chain).map((pending) => ({
    kind: "pending",
    key: pending.id,
    pending,
  }));
}

function ownMessages(conversationId: string, events: readonly PublicEvent[]): readonly Own[] {
  return messagesOf(events)
    .filter(({ source }) => source === "user")
    .map(({ public_seq: number, text }) => ({ conversationId, number, act: "send_message", text }));
}
