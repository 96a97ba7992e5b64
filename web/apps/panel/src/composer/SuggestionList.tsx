import type { Suggestion } from "./useSuggestions";
import styles from "./SuggestionList.module.css";

interface Props {
  id: string;
  suggestions: readonly Suggestion[];
  current: number;
  onChoose: (suggestion: Suggestion) => void;
}

export const optionId = (listId: string, index: number) => `${listId}-${index}`;

/** What `@` or `/` offers; the text keeps the focus, so that writing goes on. */
export function SuggestionList({ id, suggestions, current, onChoose }: Props) {
  return (
    <ul id={id} role="listbox" aria-label="Suggestions" className={styles.list}>
      {suggestions.map((suggestion, index) => (
        <li
          key={suggestion.id}
          id={optionId(id, index)}
          role="option"
          aria-selected={index === current}
          onMouseDown={(event) => {
            event.preventDefault();
            onChoose(suggestion);
          }}
        >
          <b>{suggestion.title}</b>
          <span>{suggestion.detail}</span>
        </li>
      ))}
    </ul>
  );
}
