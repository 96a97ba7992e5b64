import type { Timers } from "@switchboard/socket";

/** After so long without a sign of life the agent counts as away (rule P1). */
export const IDLE_MS = 5 * 60_000;
const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "focus"] as const;

/** Calls back when the person went away, and when they are back; returns how to stop. */
export function watchIdleness(
  page: Pick<Window, "addEventListener" | "removeEventListener">,
  timers: Timers,
  changed: (away: boolean) => void,
): () => void {
  let away = false;
  const leave = () => {
    away = true;
    changed(true);
  };
  let cancel = timers.after(IDLE_MS, leave);
  const alive = () => {
    cancel();
    cancel = timers.after(IDLE_MS, leave);
    if (away) changed((away = false));
  };
  for (const sign of SIGNS) page.addEventListener(sign, alive, { passive: true });
  return () => {
    cancel();
    for (const sign of SIGNS) page.removeEventListener(sign, alive);
  };
}
