/** A reply goes to the user, a note to the team only; their drafts never meet (rule N7). */
export type Mode = "reply" | "note";

export type Drafts = Readonly<Record<string, string>>;

const place = (conversationId: string, mode: Mode) => `${conversationId}/${mode}`;

export function draftOf(drafts: Drafts, conversationId: string, mode: Mode): string {
  return drafts[place(conversationId, mode)] ?? "";
}

export function withDraft(drafts: Drafts, conversationId: string, mode: Mode, text: string): Drafts {
  const name = place(conversationId, mode);
  if (text !== "") return { ...drafts, [name]: text };
  return Object.fromEntries(Object.entries(drafts).filter(([other]) => other !== name));
}
