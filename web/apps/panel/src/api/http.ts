import { isUndecided, readProblem, type ProblemDocument } from "@switchboard/protocol";
import { newKey } from "@switchboard/state";

const PATIENCE_MS = 30_000;

/** A request was refused, or nobody could tell what became of it. */
export class ApiError extends Error {
  constructor(readonly problem: ProblemDocument) {
    super(problem.code);
  }
}

interface Request {
  method: "GET" | "POST" | "PATCH" | "PUT";
  path: string;
  body?: unknown;
}

interface Answer {
  status: number;
  body: unknown;
  retryAfterMs: number;
}

/** Reads something. */
export async function read<T>(path: string): Promise<T> {
  const answer = await once({ method: "GET", path }, null);
  if (answer.status !== 200) throw new ApiError(readProblem(answer.body, answer.status));
  return answer.body as T;
}

/**
 * Changes something: the same request goes out under the same key until it is decided (rule N5).
 *
 * @throws ApiError when it is refused, or is still undecided after half a minute.
 */
export async function change<T>(request: Request): Promise<T> {
  const key = newKey();
  const patientUntil = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await once(request, key);
    if (answer.status >= 200 && answer.status < 300 && answer.status !== 202) return answer.body as T;
    if (!mayRepeat(answer) || Date.now() > patientUntil) {
      throw new ApiError(readProblem(answer.body, answer.status));
    }
    await pause(answer.retryAfterMs);
  }
}

function mayRepeat({ status }: Answer): boolean {
  return isUndecided(status) && status !== 429 && status !== 500;
}

async function once({ method, path, body }: Request, key: string | null): Promise<Answer> {
  const headers = new Headers({ Accept: "application/json" });
  if (key !== null) headers.set("Idempotency-Key", key);
  if (body !== undefined) headers.set("Content-Type", "application/json");
  try {
    const response = await fetch(path, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    const seconds = Number(response.headers.get("Retry-After") ?? 1);
    return { status: response.status, body: parsed(text), retryAfterMs: seconds * 1000 || 1000 };
  } catch {
    return { status: 0, body: null, retryAfterMs: 1000 };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
