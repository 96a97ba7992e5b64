import { Button, Icon } from "@switchboard/ui";
import { useId, useState, type SyntheticEvent } from "react";
import { useController } from "../context";
import type { ShownChat } from "./useChat";
import styles from "./EmailForm.module.css";

/**
 * Asks for an address, or for one to be confirmed, while nobody can be had (rule O2). The one that is
 * the visitor's own is shown for that; what an agent wrote down may be another's, and is not told.
 */
export function EmailForm({ chat }: { chat: ShownChat }) {
  const controller = useController();
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const pending = chat.pendingOf("provide_email");
  const { status, emailKnown, isEmailConfirmed, hasWritten } = chat.standing;
  const email = typed ?? (emailKnown ? chat.ownEmail : null) ?? "";

  if (status !== "offline" || chat.isClosed) return null;
  if (isEmailConfirmed) {
    return (
      <div className={styles.known}>
        <p>
          <Icon name="check" size={15} /> We have your e-mail address
          {hasWritten ? " and will answer there." : ". Please describe your problem."}
        </p>
        <GoOn chat={chat} />
      </div>
    );
  }

  const leave = (event: SyntheticEvent) => {
    event.preventDefault();
    if (pending?.state === "undecided") controller.retry(pending);
    else {
      if (pending) controller.dismiss(pending);
      controller.act("provide_email", email.trim());
    }
  };

  return (
    <form className={styles.form} onSubmit={leave}>
      <label htmlFor={id}>{emailKnown ? "Confirm your e-mail address" : "Your e-mail address"}</label>
      <div>
        <input
          id={id}
          type="email"
          required
          autoComplete="email"
          placeholder="you@example.com"
          value={email}
          onChange={(event) => setTyped(event.target.value)}
        />
        <Button type="submit" look="primary" isBusy={pending?.state === "sending"}>
          {emailKnown ? "Confirm e-mail" : "Leave e-mail"}
        </Button>
      </div>
      {pending?.state === "refused" && <p role="alert">This does not look like an e-mail address.</p>}
      {pending?.state === "undecided" && <p role="alert">That did not work. Please try again.</p>}
      <GoOn chat={chat} />
    </form>
  );
}

/** Back to the assistant while nobody can be had (rule O6). */
function GoOn({ chat }: { chat: ShownChat }) {
  const controller = useController();
  const pending = chat.pendingOf("continue_with_assistant");
  return (
    <Button
      look="quiet"
      icon="sparkles"
      isBusy={pending?.state === "sending"}
      onClick={() => controller.act("continue_with_assistant")}
    >
      Continue with the assistant
    </Button>
  );
}
