import { newKey } from "@switchboard/state";

/** A visitor's identity, and their newest conversation, which may not exist yet. */
export interface Visitor {
  readonly visitor_id: string;
  readonly token: string;
  readonly conversation_id: string;
  readonly person_id?: string | null;
  /** The address that the host site vouched for: their own. */
  readonly email?: string | null;
}

interface Own {
  readonly conversation_id: string;
}

const MOST_SHOWN = 3;
const NO_CONTENT = 204;

/** Becomes a visitor of this site; a token that is still good is renewed (rule I5). */
export async function becomeVisitor(site: string, token: string | null): Promise<Visitor> {
  const headers = new Headers({ "Content-Type": "application/json" });
  headers.set("Idempotency-Key", newKey());
  if (token !== null) headers.set("Authorization", `Bearer ${token}`);
  const body = JSON.stringify({ site });
  return (await asked("/v1/visitors", { method: "POST", headers, body })) as Visitor;
}

/**
 * Says who the visitor is by what the host site's server signed (rule I1); null if that does not
 * hold: then the visitor is who they were. Somebody else becomes a visitor of another id (rule I3).
 */
export async function identified(visitor: Visitor, proof: string): Promise<Visitor | null> {
  const headers = { "Content-Type": "application/json", Authorization: `Bearer ${visitor.token}` };
  const request = { method: "POST", headers, body: JSON.stringify({ proof }) };
  const response = await fetch("/v1/visitors/identity", { ...request, credentials: "omit" });
  if (response.ok) return (await response.json()) as Visitor;
  if (NO_PROOF.includes(response.status)) return null;
  throw new Error(`the identity was answered ${response.status}`);
}

const NO_PROOF = [403, 422];

/** Ends the visitor's tokens (rule I5), also while the page around goes away. */
export async function endVisitor(token: string): Promise<void> {
  const headers = { Authorization: `Bearer ${token}` };
  await asked("/v1/visitors/sign-out", { method: "POST", headers, keepalive: true });
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
  return response.status === NO_CONTENT ? null : response.json();
}
