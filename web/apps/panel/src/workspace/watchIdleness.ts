import type { Cancel, Timers } from "@switchboard/socket";

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
  let seenAt = timers.now();
  let cancel: Cancel = () => undefined;
  // Signs come many times a second: they move no timer, the timer looks at the last one.
  const look = () => {
    const left = seenAt + IDLE_MS - timers.now();
    if (left > 0) cancel = timers.after(left, look);
    else changed((away = true));
  };
  const alive = () => {
    seenAt = timers.now();
    if (!away) return;
    changed((away = false));
    look();
  };
  look();
  for (const sign of SIGNS) page.addEventListener(sign, alive, { passive: true });
  return () => {
    cancel();
    for (const sign of SIGNS) page.removeEventListener(sign, alive);
  };
}
