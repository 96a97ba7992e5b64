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
