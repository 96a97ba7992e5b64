import { isUndecided, type Act, type ActDetails, type ProblemDocument } from "@switchboard/protocol";

/**
 * What was asked and is not yet seen in the conversation's stream.
 *
 * - `sending`: no answer yet; never shown as if it were stored.
 * - `stored`: the answer came before the event did; gone once the stream reaches `storedAt`.
 * - `undecided`: nobody can tell; asked again under the same id it is the same command (rule N5).
 * - `refused`: decided against, for good; another try needs a new id.
 */
export interface Pending {
  readonly id: string;
  readonly conversationId: string;
  readonly act: Act;
  readonly text: string | null;
  /** What it needs besides its text. */
  readonly details?: ActDetails;
  /** Milliseconds since 1970. */
  readonly askedAt: number;
  /** The last number held when it was asked. */
  readonly after: number;
  readonly state: "sending" | "stored" | "undecided" | "refused";
  readonly problem: ProblemDocument | null;
  readonly storedIn: string | null;
  readonly storedAt: number | null;
}

/** Where an outcome says that a command's event is. */
export interface Place {
  conversationId: string;
  number: number;
}

export type Wish = Pick<Pending, "id" | "conversationId" | "act" | "text" | "details" | "askedAt" | "after">;

export interface Decision {
  id: string;
  status: number;
  problem?: ProblemDocument;
  place: Place | null;
}

export function asked(pendings: readonly Pending[], wish: Wish): readonly Pending[] {
  const others = pendings.filter(({ id }) => id !== wish.id);
  const nothing = { problem: null, storedIn: null, storedAt: null };
  return [...others, { ...wish, ...nothing, state: "sending" }];
}

export function decided(pendings: readonly Pending[], decision: Decision): readonly Pending[] {
  const { id, status, problem, place } = decision;
  if (status < 300 && status !== 202 && !place) return forgotten(pendings, id);
  return pendings.map((pending) => {
    if (pending.id !== id) return pending;
    if (place) {
      return { ...pending, state: "stored", storedIn: place.conversationId, storedAt: place.number };
    }
    const state = isUndecided(status) ? "undecided" : "refused";
    return { ...pending, state, problem: problem ?? null };
  });
}

/** Sent once more under the same id. */
export function askedAgain(pendings: readonly Pending[], id: string): readonly Pending[] {
  return pendings.map((pending) =>
    pending.id === id ? { ...pending, state: "sending", problem: null } : pending,
  );
}

export function forgotten(pendings: readonly Pending[], id: string): readonly Pending[] {
  return pendings.some((pending) => pending.id === id)
    ? pendings.filter((pending) => pending.id !== id)
    : pendings;
}

/** Without those whose event the stream has reached. */
export function settled(pendings: readonly Pending[], where: string, last: number): readonly Pending[] {
  const left = pendings.filter(
    ({ storedIn, storedAt }) => storedIn !== where || storedAt === null || storedAt > last,
  );
  return left.length === pendings.length ? pendings : left;
}

/** A message or note of one's own that the stream holds. */
export interface Own {
  conversationId: string;
  number: number;
  act: Act;
  text: string;
}

/**
 * The pending ones to show below the stream.
 *
 * An event may be heard a moment before the outcome that names it. Such a pending one is left out,
 * so that nothing is seen twice; the outcome settles which it was.
 *
 * @param chain conversations in their order, for what may be stored in a successor (rule X2).
 */
export function shown(
  pendings: readonly Pending[],
  own: readonly Own[],
  chain: readonly string[] = [],
): readonly Pending[] {
  const claimed = new Set<Own>();
  return pendings.filter((pending) => {
    if (pending.state !== "sending") return true;
    const match = own.find((other) => !claimed.has(other) && mayBe(pending, other, chain));
    if (match) claimed.add(match);
    return !match;
  });
}

function mayBe(pending: Pending, own: Own, chain: readonly string[]): boolean {
  if (pending.text !== own.text || pending.act !== own.act) return false;
  if (pending.conversationId === own.conversationId) return own.number > pending.after;
  return chain.indexOf(own.conversationId) > chain.indexOf(pending.conversationId);
}
