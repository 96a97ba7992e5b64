import { newKey } from "@switchboard/state";

/** A visitor's identity, and their newest conversation, which may not exist yet. */
export interface Visitor {
  readonly visitor_id: string;
  readonly token: string;
  readonly conversation_id: string;
}

interface Own {
  readonly conversation_id: string;
}

const MOST_SHOWN = 3;

/** Becomes a visitor of this site; a token that is still good is renewed (rule I5). */
export async function becomeVisitor(site: string, token: string | null): Promise<Visitor> {
  const headers = new Headers({ "Content-Type": "application/json" });
  headers.set("Idempotency-Key", newKey());
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  const body = JSON.stringify({ site });
  return (await asked("/v1/visitors", { method: "POST", headers, body })) as Visitor;
}

/** The conversations to show, oldest first; the last is the one that a message goes to. */
export async function chainOf(visitor: Visitor): Promise<readonly string[]> {
  const headers = { Authorization: `Bearer ${visitor.token}` };
  const answer = (await asked("/v1/conversations", { headers })) as { conversations: readonly Own[] };
  const known = answer.conversations.map((own) => own.conversation_id).slice(-MOST_SHOWN);
  return [...known.filter((id) => id !== visitor.conversation_id), visitor.conversation_id];
}

/** A file's bytes; as a kind that no browser carries out, whatever it is. */
export async function fileOf(address: string, token: string): Promise<Blob> {
  const headers = { Authorization: `Bearer ${token}` };
  const response = await fetch(address, { headers, credentials: "omit" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}`);
  return new Blob([await response.arrayBuffer()], { type: "application/octet-stream" });
}

async function asked(path: string, request: RequestInit): Promise<unknown> {
  const response = await fetch(path, { ...request, credentials: "omit" });
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
