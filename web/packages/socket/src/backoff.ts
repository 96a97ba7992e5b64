const FIRST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the next attempt, in milliseconds.
 *
 * Doubles with each failure and is spread over its upper half, so that many browsers do not come
 * back at the same moment.
 *
 * @param failures attempts that failed in a row, from 1.
 * @param random a number from 0 to 1.
 */
export function pauseAfter(failures: number, random: number): number {
  const full = Math.min(FIRST_MS * 2 ** Math.max(0, failures - 1), LONGEST_MS);
  return full / 2 + (full / 2) * random;
}
