import { listed, type Filter } from "@switchboard/state";
import { Skeleton, useNow } from "@switchboard/ui";
import { useController, usePanel } from "../context";
import { STATUS_NAMES } from "../words";
import { ClosedPages } from "./ClosedPages";
import { InboxRow } from "./InboxRow";
import styles from "./InboxList.module.css";

interface Props {
  filter: Filter;
  open: string | null;
}

/** The conversations of a filter, live. */
export function InboxList({ filter, open }: Props) {
  const { me } = useController();
  const { inbox, members } = usePanel();
  const now = useNow();
  const conversations = listed(inbox, filter, me.member_id);
  const isEmpty = inbox.isLoaded && conversations.length === 0;

  return (
    <section className={styles.inbox} aria-label="Inbox">
      <header className={styles.header}>
        <h1>{titleOf(filter)}</h1>
        <span>{conversations.length > 0 && conversations.length}</span>
      </header>
      <div className={styles.scroll}>
        {!inbox.isLoaded && <Skeleton lines={8} label="Loading the inbox" />}
        {isEmpty && <p className={styles.empty}>{emptyText(filter)}</p>}
        <ul aria-label="Conversations">
          {conversations.map((state) => (
            <li key={state.conversation_id}>
              <InboxRow
                state={state}
                now={now}
                isOpen={state.conversation_id === open}
                agentName={state.agent_id ? (members[state.agent_id]?.public_name ?? null) : null}
              />
            </li>
          ))}
        </ul>
        {filter === "closed" && <ClosedPages />}
      </div>
    </section>
  );
}

function titleOf(filter: Filter): string {
  if (filter === "open") return "All open";
  return filter === "mine" ? "Mine" : STATUS_NAMES[filter];
}

function emptyText(filter: Filter): string {
  if (filter === "mine") return "No conversation is yours right now.";
  if (filter === "waiting_for_human") return "Nobody is waiting. Well done.";
  if (filter === "closed") return "No closed conversations here yet.";
  return "No conversations here. New ones appear by themselves.";
}
