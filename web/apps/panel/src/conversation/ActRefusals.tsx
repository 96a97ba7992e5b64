import type { Pending } from "@switchboard/state";
import { Button, Icon, IconButton } from "@switchboard/ui";
import { useController } from "../context";
import { explained } from "../words";
import styles from "./ActRefusals.module.css";

/** Why what was pressed did not happen. */
export function ActRefusals({ acts }: { acts: readonly Pending[] }) {
  const controller = useController();
  return acts
    .filter(({ state }) => state === "refused" || state === "undecided")
    .map((pending) => (
      <div key={pending.id} role="alert" className={styles.refusal} data-code={pending.problem?.code}>
        <Icon name="warning" size={16} />
        <p>{explained(pending.problem)}</p>
        {pending.state === "undecided" && (
          <Button look="quiet" onClick={() => controller.retry(pending)}>
            Try again
          </Button>
        )}
        {pending.problem?.code === "member_offline" && (
          <Button look="quiet" onClick={() => controller.assignAnyway(pending)}>
            Assign anyway
          </Button>
        )}
        <IconButton icon="close" label="Dismiss" onClick={() => controller.dismiss(pending)} />
      </div>
    ));
}
