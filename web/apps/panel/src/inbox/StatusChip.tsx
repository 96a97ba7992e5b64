import type { Status } from "@switchboard/protocol";
import { STATUS_NAMES } from "../words";
import styles from "./StatusChip.module.css";

/** Where a conversation stands, and who has it. */
export function StatusChip({ status, agentName }: { status: Status; agentName?: string | null }) {
  return (
    <span className={styles.chip} data-status={status}>
      {STATUS_NAMES[status]}
      {status === "active_human" && agentName ? ` · ${agentName}` : ""}
    </span>
  );
}
