import { unseen } from "@switchboard/state";
import { useEffect } from "react";
import { usePanel } from "../context";

/** The number of unseen notifications in the title, for who works in another tab. */
export function useUnseenInTitle(): void {
  const count = unseen(usePanel().notifications).length;
  useEffect(() => {
    document.title = count > 0 ? `(${count}) Switchboard` : "Switchboard";
  }, [count]);
}
