import {
  completed,
  filled,
  membersNamed,
  mentionOf,
  responsesFor,
  searchAt,
  type Edit,
} from "@switchboard/state";
import { useState, type KeyboardEvent } from "react";
import { usePanel } from "../context";

const MOST = 6;

/** One line of the list, and what choosing it inserts. */
export interface Suggestion {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  readonly insertion: string;
}

interface Writing {
  text: string;
  caret: number | null;
  values: Readonly<Record<string, string | null>>;
  onEdit: (edit: Edit) => void;
}

/** What `@` and `/` offer where the cursor stands, and the keys that choose from it (rules N2, N3). */
export function useSuggestions({ text, caret, values, onEdit }: Writing) {
  const { members, canned } = usePanel();
  const [marked, setMarked] = useState(0);
  const [dismissed, setDismissed] = useState<number | null>(null);
  const found = caret === null ? null : searchAt(text, caret);
  const search = found?.from === dismissed ? null : found;
  const suggestions: readonly Suggestion[] = !search
    ? []
    : search.sign === "@"
      ? membersNamed(members, search.words).slice(0, MOST).map((member) => ({
          id: member.member_id,
          title: member.full_name,
          detail: member.online ? "Online" : member.away ? "Away" : "Offline",
          insertion: `${mentionOf(member)} `,
        }))
      : responsesFor(canned, search.words).slice(0, MOST).map((response) => ({
          id: response.canned_response_id,
          title: `/${response.shortcut}`,
          detail: filled(response.text, values),
          insertion: filled(response.text, values),
        }));
  const current = Math.min(marked, Math.max(0, suggestions.length - 1));

  const choose = (suggestion: Suggestion | undefined) => {
    if (!search || !suggestion || caret === null) return;
    setMarked(0);
    onEdit(completed(text, caret, search, suggestion.insertion));
  };

  /** Whether the key was meant for the list. */
  const onKey = (event: KeyboardEvent): boolean => {
    if (suggestions.length === 0 || event.nativeEvent.isComposing) return false;
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setMarked((current + step + suggestions.length) % suggestions.length);
    else if (event.key === "Enter" || event.key === "Tab") choose(suggestions[current]);
    else if (event.key === "Escape") setDismissed(search?.from ?? null);
    else return false;
    event.preventDefault();
    return true;
  };

  return { suggestions, current, choose, onKey };
}
