/**
 * Whom a proof speaks of, read and not checked: only the gateway can check it. It serves to forget
 * the one before at once when somebody else comes, before anybody was asked (rule I3).
 */
export function subjectOf(proof: string): string | null {
  try {
    const body = (proof.split(".")[1] ?? "").replaceAll("-", "+").replaceAll("_", "/");
    const bytes = Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0));
    const claims: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const isNamed = typeof claims === "object" && claims !== null && "sub" in claims;
    return isNamed && typeof claims.sub === "string" ? claims.sub : null;
  } catch {
    return null;
  }
}

/**
 * Whether the proof speaks of somebody else than the one before; nobody before is no one else. A
 * proof that cannot be read might be anybody's (rule I3).
 */
export function isAnother(before: string | null, proof: string): boolean {
  return before !== null && before !== subjectOf(proof);
}
