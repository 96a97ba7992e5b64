import type { Pending } from "@switchboard/state";
import { Icon, MessageText } from "@switchboard/ui";
import { useController, useWidget } from "../context";
import styles from "./PendingMessage.module.css";

/** A message that is not stored (yet), and never looks as if it were. */
export function PendingMessage({ pending }: { pending: Pending }) {
  const { link } = useWidget();
  const isOpen = pending.state === "sending" || pending.state === "stored";
  return (
    <article className={styles.pending} data-state={pending.state} aria-label="Your message, not delivered yet">
      <div className={styles.bubble}>
        <MessageText text={pending.text ?? ""} />
      </div>
      {isOpen ? (
        <p>
          <Icon name="clock" size={13} />
          {link.connection === "live" ? "Sending…" : "Waiting for the connection…"}
        </p>
      ) : (
        <Failure pending={pending} />
      )}
    </article>
  );
}

function Failure({ pending }: { pending: Pending }) {
  const controller = useController();
  const isUndecided = pending.state === "undecided";

  /** What was refused needs a new key; the text is the visitor's to change first. */
  const edit = () => {
    controller.draft(pending.text ?? "");
    controller.dismiss(pending);
  };

  return (
    <p role="alert" className={styles.failed}>
      <Icon name="warning" size={13} /> Not delivered.
      <button type="button" onClick={() => (isUndecided ? controller.retry(pending) : edit())}>
        {isUndecided ? "Try again" : "Edit"}
      </button>
      {!isUndecided && (
        <button type="button" onClick={() => controller.dismiss(pending)}>
          Discard
        </button>
      )}
    </p>
  );
}
