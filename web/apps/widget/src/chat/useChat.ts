import { standingOf, threadOf, type Pending } from "@switchboard/state";
import type { Act } from "@switchboard/protocol";
import { useMemo } from "react";
import { useWidget } from "../context";

/** All that the chat window shows, ready to be drawn. */
export function useChat() {
  const state = useWidget();
  const { chain, current, logs, ownEmail } = state;
  const newest = logs[current ?? ""];
  const before = chain.at(-2);
  const standing = useMemo(() => standingOf(newest?.events ?? []), [newest]);
  const thread = useMemo(() => threadOf(state), [state]);
  const exists = (newest?.last ?? 0) > 0;

  return {
    current,
    thread,
    standing,
    ownEmail,
    exists,
    /** The conversation ended, and no other one began yet. */
    isClosed: exists ? standing.status === "closed" : before !== undefined && (logs[before]?.last ?? 0) > 0,
    isLoading: current === null || !state.loaded.includes(current),
    link: state.link,
    pendingOf: (act: Act): Pending | undefined => state.pendings.findLast((each) => each.act === act),
  };
}

export type ShownChat = ReturnType<typeof useChat>;
