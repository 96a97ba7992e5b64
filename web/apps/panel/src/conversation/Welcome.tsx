import { countOf } from "@switchboard/state";
import { Icon } from "@switchboard/ui";
import { useController, usePanel } from "../context";
import styles from "./Welcome.module.css";

/** What is shown while no conversation is open. */
export function Welcome() {
  const { me } = useController();
  const { inbox } = usePanel();
  const waiting = countOf(inbox, "waiting_for_human", me.member_id);
  return (
    <section className={styles.welcome}>
      <span className={styles.mark}>
        <Icon name="chat" size={32} />
      </span>
      <h2>Hello, {me.public_name}</h2>
      <p>{waiting > 0 ? waitingText(waiting) : "Choose a conversation on the left to read it."}</p>
    </section>
  );
}

function waitingText(count: number): string {
  return count === 1 ? "One conversation waits for a human." : `${count} conversations wait for a human.`;
}
