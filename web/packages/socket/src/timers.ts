/** Ends a timer that has not run yet. */
export type Cancel = () => void;

/** Time and chance, given from outside so that tests can rule over them. */
export interface Timers {
  now(): number;
  after(milliseconds: number, run: () => void): Cancel;
  random(): number;
}

export const browserTimers: Timers = {
  now: () => Date.now(),
  after: (milliseconds, run) => {
    const timer = setTimeout(run, milliseconds);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
