/** An RFC 9457 problem document; clients decide by `code`, never by the English. */
export interface ProblemDocument {
  code: string;
  status?: number;
  title?: string;
  detail?: string;
  /** Who has the conversation, with `already_accepted` and `not_assigned`. */
  agent_id?: string;
  agent_name?: string;
}

/** Reads a problem from an answer's body; one without a code is `internal`. */
export function readProblem(body: unknown, status: number): ProblemDocument {
  if (typeof body === "object" && body !== null && "code" in body && typeof body.code === "string") {
    return { ...body, code: body.code, status };
  }
  return { code: status === 0 ? "unreachable" : "internal", status };
}

/** Whether the asker may repeat the same request under the same key: it was not decided yet. */
export function isUndecided(status: number): boolean {
  return status === 0 || status === 202 || status === 429 || status >= 500;
}
