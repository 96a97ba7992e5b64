import { withNames, type Pending } from "@switchboard/state";
import { Button, Icon, MessageText } from "@switchboard/ui";
import { useController, usePanel } from "../context";
import { explained } from "../words";
import styles from "./PendingText.module.css";

/** A message or note that is not stored (yet), and never looks as if it were. */
export function PendingText({ pending }: { pending: Pending }) {
  const { members } = usePanel();
  const isNote = pending.act === "add_note";
  const isOpen = pending.state === "sending" || pending.state === "stored";
  return (
    <article
      className={styles.pending}
      data-state={pending.state}
      data-note={isNote}
      aria-label={isNote ? "Internal Note, not stored yet" : "Message, not stored yet"}
    >
      <div className={styles.bubble}>
        <MessageText text={withNames(pending.text ?? "", members)} />
      </div>
      {isOpen ? (
        <p className={styles.state}>
          <Icon name="clock" size={14} /> Sending…
        </p>
      ) : (
        <Failure pending={pending} />
      )}
    </article>
  );
}

function Failure({ pending }: { pending: Pending }) {
  const controller = useController();
  const { members } = usePanel();
  const { conversationId, act, text, problem } = pending;
  const isElsewhere = problem?.code === "not_assigned";

  const edit = () => {
    controller.draft(conversationId, act === "add_note" ? "note" : "reply", withNames(text ?? "", members));
    controller.dismiss(pending);
  };

  return (
    <div className={styles.failure} role="alert">
      <p>
        <Icon name="warning" size={14} /> {explained(problem)}
      </p>
      <div>
        {isElsewhere && (
          <Button look="primary" onClick={() => controller.takeOverAndSend(pending)}>
            Take over and send
          </Button>
        )}
        {pending.state === "undecided" && (
          <Button look="primary" onClick={() => controller.retry(pending)}>
            Try again
          </Button>
        )}
        {pending.state === "refused" && <Button onClick={edit}>Edit</Button>}
        {pending.state === "refused" && (
          <Button look="quiet" onClick={() => controller.dismiss(pending)}>
            Discard
          </Button>
        )}
      </div>
    </div>
  );
}
