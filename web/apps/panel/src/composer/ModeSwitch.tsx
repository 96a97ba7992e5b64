import type { Mode } from "@switchboard/state";
import { Icon } from "@switchboard/ui";
import styles from "./Composer.module.css";

interface Props {
  mode: Mode;
  isClosed: boolean;
  onMode: (mode: Mode) => void;
}

/** Reply or note: a choice of two, each with a draft of its own. */
export function ModeSwitch({ mode, isClosed, onMode }: Props) {
  return (
    <div className={styles.modes} role="radiogroup" aria-label="What you write">
      <label data-chosen={mode === "reply"} data-disabled={isClosed}>
        <input
          type="radio"
          name="mode"
          className="visually-hidden"
          checked={mode === "reply"}
          disabled={isClosed}
          onChange={() => onMode("reply")}
        />
        <Icon name="chat" size={15} /> Reply
      </label>
      <label data-chosen={mode === "note"} data-note>
        <input
          type="radio"
          name="mode"
          className="visually-hidden"
          checked={mode === "note"}
          onChange={() => onMode("note")}
        />
        <Icon name="lock" size={15} /> Note
      </label>
      {isClosed && <span>The conversation is closed: notes only.</span>}
    </div>
  );
}
