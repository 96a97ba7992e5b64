import { controlOf, shown, timelineOf, UNKNOWN_CONVERSATION, type Own } from "@switchboard/state";
import { useMemo } from "react";
import { useController, usePanel } from "../context";
import { userName } from "../words";

/** All that is known of a conversation, ready to be drawn. */
export function useConversation(conversationId: string) {
  const { me } = useController();
  const state = usePanel();
  const { log, isLoaded, snapshot: followed } = state.conversations[conversationId] ?? UNKNOWN_CONVERSATION;
  const listed = state.inbox.conversations[conversationId];
  const snapshot = newer(listed ?? null, followed);

  const control = useMemo(() => controlOf(log.events), [log.events]);
  const entries = useMemo(() => timelineOf(log.events), [log.events]);

  const own = entries.flatMap((entry): Own[] => {
    if (entry.kind !== "message" || entry.authorId !== me.member_id) return [];
    const act = entry.source === "internal_note" ? "add_note" : "send_message";
    return [{ conversationId, number: entry.seq, act, text: entry.text }];
  });
  const pendings = state.pendings.filter((pending) => pending.conversationId === conversationId);
  const isText = (act: string) => act === "send_message" || act === "add_note";

  return {
    control,
    entries,
    snapshot,
    isLoaded,
    isMissing: state.missing.includes(conversationId),
    isLive: state.link.connection === "live" && isLoaded,
    name: snapshot ? userName(snapshot) : "Conversation",
    /** Messages and notes on their way. */
    texts: shown(pendings.filter(({ act }) => isText(act)), own),
    /** Acts on their way, or refused. */
    acts: pendings.filter(({ act }) => !isText(act)),
  };
}

export type ShownConversation = ReturnType<typeof useConversation>;

function newer<S extends { seq: number }>(one: S | null, other: S | null): S | null {
  if (one && other) return one.seq >= other.seq ? one : other;
  return one ?? other;
}
