/** A conversation's numbered stream, as far as this client holds it: 1, 2, 3, … without a hole. */
export interface Log<E> {
  readonly last: number;
  readonly events: readonly E[];
  /** Something between the last number and what was heard is missing: follow again from `last`. */
  readonly hasHole: boolean;
}

export function emptyLog<E>(): Log<E> {
  return { last: 0, events: [], hasHole: false };
}

/** The log with what was heard; what is known already is passed over (rule N6). */
export function extended<E>(log: Log<E>, heard: readonly E[], numberOf: (event: E) => number): Log<E> {
  const fresh: E[] = [];
  let last = log.last;
  let hasHole = false;
  for (const event of heard) {
    const number = numberOf(event);
    if (number <= last) continue;
    if (number > last + 1) {
      hasHole = true;
      break;
    }
    fresh.push(event);
    last = number;
  }
  if (fresh.length === 0 && hasHole === log.hasHole) return log;
  return { last, events: fresh.length ? [...log.events, ...fresh] : log.events, hasHole };
}
