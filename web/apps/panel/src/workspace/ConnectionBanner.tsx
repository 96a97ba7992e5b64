import { Icon } from "@switchboard/ui";
import { usePanel } from "../context";
import styles from "./ConnectionBanner.module.css";

/** Says when what is shown may be out of date. */
export function ConnectionBanner() {
  const { link } = usePanel();
  if (link.connection === "live" || !link.hasBeenLive) return null;
  return (
    <p role="status" className={styles.banner}>
      <Icon name="refresh" size={16} />
      Connection lost. Reconnecting… Nothing you wrote is lost.
    </p>
  );
}
