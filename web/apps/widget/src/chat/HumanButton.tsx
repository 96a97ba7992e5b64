import { Icon } from "@switchboard/ui";
import { useController } from "../context";
import type { ShownChat } from "./useChat";
import styles from "./HumanButton.module.css";

/** Asks for a human while the assistant answers (rule H1). */
export function HumanButton({ chat }: { chat: ShownChat }) {
  const controller = useController();
  const pending = chat.pendingOf("request_human");
  if (chat.standing.status !== "assistant" || chat.isClosed || chat.isLoading) return null;
  const isFailed = pending?.state === "undecided" || pending?.state === "refused";
  const isBusy = pending !== undefined && !isFailed;

  const ask = () => {
    if (pending?.state === "undecided") controller.retry(pending);
    else controller.askForHuman();
  };

  return (
    <div className={styles.bar}>
      <button type="button" disabled={isBusy} onClick={ask}>
        <Icon name="headset" size={15} /> {isBusy ? "Asking for a human…" : "Talk to a human"}
      </button>
      {isFailed && <span role="alert">That did not work. Please try again.</span>}
    </div>
  );
}
