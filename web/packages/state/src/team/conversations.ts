import type { ConversationState, TeamEvent } from "@switchboard/protocol";
import { emptyLog, extended, type Log } from "../shared/log";

/** A conversation that was looked at, kept so that coming back to it needs only what is new. */
export interface TeamConversation {
  readonly log: Log<TeamEvent>;
  /** Whether the stream was heard at least once since it is followed. */
  readonly isLoaded: boolean;
  /** The newest snapshot; for what no event carries, such as the priority. */
  readonly snapshot: ConversationState | null;
}

export type TeamConversations = Readonly<Record<string, TeamConversation>>;

export const UNKNOWN_CONVERSATION: TeamConversation = {
  log: emptyLog(),
  isLoaded: false,
  snapshot: null,
};

const seqOf = (event: TeamEvent) => event.seq;

export function heardEvents(
  conversations: TeamConversations,
  id: string,
  events: readonly TeamEvent[],
): TeamConversations {
  const known = conversations[id] ?? UNKNOWN_CONVERSATION;
  const log = extended(known.log, events, seqOf);
  return log === known.log ? conversations : { ...conversations, [id]: { ...known, log } };
}

export function heardSnapshot(
  conversations: TeamConversations,
  id: string,
  snapshot: ConversationState | null,
  events: readonly TeamEvent[],
): TeamConversations {
  const heard = heardEvents(conversations, id, events);
  const known = heard[id] ?? UNKNOWN_CONVERSATION;
  const isNewer = snapshot !== null && snapshot.seq >= (known.snapshot?.seq ?? 0);
  return {
    ...heard,
    [id]: { ...known, isLoaded: true, snapshot: isNewer ? snapshot : known.snapshot },
  };
}
