import type { Priority } from "@switchboard/protocol";
import { PRIORITY_NAMES } from "../words";
import styles from "./PriorityMark.module.css";

/** A priority as rising bars and a word. */
export function PriorityMark({ priority }: { priority: Priority }) {
  return (
    <span className={styles.mark} data-priority={priority} title={`Priority: ${PRIORITY_NAMES[priority]}`}>
      <i />
      <i />
      <i />
      <span>{PRIORITY_NAMES[priority]}</span>
    </span>
  );
}
