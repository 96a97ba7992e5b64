import type { Member } from "./panel";

/** A text that agents insert by its shortcut, variables unfilled. */
export interface CannedResponse {
  readonly canned_response_id: string;
  readonly shortcut: string;
  readonly text: string;
}

/** What is being looked for where the cursor stands: a member after `@`, a canned response after `/`. */
export interface Search {
  readonly sign: "@" | "/";
  /** Where the sign stands. */
  readonly from: number;
  readonly words: string;
}

export interface Edit {
  readonly text: string;
  readonly caret: number;
}

const SEARCH = /(?:^|\s)([@/])([^\s@/]*)$/;
const TOKEN = /<@([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})>/i;
const VARIABLE = /\{\{\s*([^{}|]*?)\s*(?:\|([^{}]*))?\}\}/g;

/** The search at the start of a word that ends at the cursor, if there is one (rules N2, N3). */
export function searchAt(text: string, caret: number): Search | null {
  const [, sign, words] = SEARCH.exec(text.slice(0, caret)) ?? [];
  if ((sign !== "@" && sign !== "/") || words === undefined) return null;
  return { sign, from: caret - words.length - 1, words };
}

/** The text with an insertion in place of what was looked for. */
export function completed(text: string, caret: number, search: Search, insertion: string): Edit {
  return inserted(text.slice(0, search.from) + text.slice(caret), search.from, insertion);
}

export function inserted(text: string, caret: number, insertion: string): Edit {
  return { text: text.slice(0, caret) + insertion + text.slice(caret), caret: caret + insertion.length };
}

/** Active members whose name holds the words. */
export function membersNamed(members: Readonly<Record<string, Member>>, words: string): readonly Member[] {
  const holds = (name: string) => name.toLowerCase().includes(words.toLowerCase());
  return Object.values(members)
    .filter((member) => member.active && (holds(member.full_name) || holds(member.public_name)))
    .sort((one, other) => one.full_name.localeCompare(other.full_name));
}

/** Canned responses that hold the words; whose shortcut begins with them come first. */
export function responsesFor(canned: readonly CannedResponse[], words: string): readonly CannedResponse[] {
  const asked = words.toLowerCase();
  const rank = ({ shortcut, text }: CannedResponse) => {
    if (shortcut.startsWith(asked)) return 0;
    if (shortcut.includes(asked)) return 1;
    return text.toLowerCase().includes(asked) ? 2 : 3;
  };
  return canned
    .filter((response) => rank(response) < 3)
    .sort((one, other) => rank(one) - rank(other) || one.shortcut.localeCompare(other.shortcut));
}

/** A canned text with its variables filled, or with what stands there otherwise (rule N3). */
export function filled(text: string, values: Readonly<Record<string, string | null>>): string {
  return text.replace(VARIABLE, (_, name: string, otherwise?: string) => values[name] ?? otherwise ?? "");
}

/** How a member is written while a text is edited. */
export function mentionOf(member: Member): string {
  return `@${member.full_name}`;
}

/** A text as it is sent: members by their stable id (rule N2). */
export function withMemberIds(text: string, members: Readonly<Record<string, Member>>): string {
  return Object.values(members)
    .filter((member) => member.active)
    .sort((one, other) => other.full_name.length - one.full_name.length)
    .reduce((said, member) => said.replaceAll(mentionOf(member), `<@${member.member_id}>`), text);
}

/** A stored text as the team reads it: names in place of ids. */
export function withNames(text: string, members: Readonly<Record<string, Member>>): string {
  return text
    .split(TOKEN)
    .map((part, index) => (index % 2 === 1 ? `@${members[part.toLowerCase()]?.full_name ?? "someone"}` : part))
    .join("");
}
