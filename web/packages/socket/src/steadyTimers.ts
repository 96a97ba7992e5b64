import { browserTimers, type Timers } from "./timers";

/**
 * Timers that also run on time in a tab that nobody looks at, so that an agent who works in
 * another tab stays online (rule P1).
 */
export function steadyTimers(): Timers {
  const clock = new Worker(new URL("./clock.ts", import.meta.url), { type: "module" });
  const waiting = new Map<number, () => void>();
  let last = 0;
  clock.onmessage = (event: MessageEvent<number>) => {
    const run = waiting.get(event.data);
    waiting.delete(event.data);
    run?.();
  };
  return {
    ...browserTimers,
    after: (milliseconds, run) => {
      const id = ++last;
      waiting.set(id, run);
      clock.postMessage({ id, milliseconds });
      return () => void waiting.delete(id);
    },
  };
}
