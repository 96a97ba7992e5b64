import { Button } from "@switchboard/ui";
import { useEffect, useState } from "react";
import { useController } from "../context";
import styles from "./InboxList.module.css";

/** Loads closed conversations, which the live inbox leaves out, page by page. */
export function ClosedPages() {
  const controller = useController();
  const [next, setNext] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(true);

  useEffect(() => {
    let isWanted = true;
    const finish = (cursor: string | null) => {
      if (!isWanted) return;
      setNext(cursor);
      setBusy(false);
    };
    controller.loadClosed(null).then(finish, () => finish(null));
    return () => {
      isWanted = false;
    };
  }, [controller]);

  if (next === null) return null;

  const more = () => {
    setBusy(true);
    const done = (cursor: string | null) => {
      setNext(cursor);
      setBusy(false);
    };
    controller.loadClosed(next).then(done, () => done(next));
  };

  return (
    <div className={styles.more}>
      <Button isBusy={isBusy} onClick={more}>
        Show older ones
      </Button>
    </div>
  );
}
