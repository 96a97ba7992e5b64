const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DATE = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short" });
const FULL = new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeStyle: "short" });

/** A moment for a list: "now", "5 min", "3 h", "12 May". */
export function shortTime(moment: string, now: number): string {
  const age = now - Date.parse(moment);
  if (age < MINUTE) return "now";
  if (age < HOUR) return `${Math.floor(age / MINUTE)} min`;
  if (age < DAY) return `${Math.floor(age / HOUR)} h`;
  return DATE.format(Date.parse(moment));
}

/** The time of day: "14:05". */
export function clockTime(moment: string | number): string {
  return CLOCK.format(typeof moment === "number" ? moment : Date.parse(moment));
}

/** Date and time: "12 May 2026, 14:05". */
export function fullTime(moment: string): string {
  return FULL.format(Date.parse(moment));
}
