import { filled, responsesFor } from "@switchboard/state";
import { useState } from "react";
import { useValues } from "../composer/useValues";
import { useController, usePanel } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import styles from "./ShortcutsTab.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

/** Canned responses to insert with a click where the agent writes (rule N3). */
export function ShortcutsTab({ conversationId, conversation }: Props) {
  const controller = useController();
  const { canned } = usePanel();
  const [words, setWords] = useState("");
  const values = useValues(conversationId, conversation);
  const found = responsesFor(canned, words.trim());
  return (
    <section className={styles.shortcuts}>
      <input
        type="search"
        aria-label="Search canned responses"
        placeholder="Search canned responses"
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {found.length === 0 && (
        <p className={styles.empty}>
          {canned.length === 0 ? "There are no canned responses yet." : "No canned response holds these words."}
        </p>
      )}
      <ul aria-label="Canned responses">
        {found.map((response) => (
          <li key={response.canned_response_id}>
            <button
              type="button"
              onClick={() => controller.insert(conversationId, filled(response.text, values))}
            >
              <b>/{response.shortcut}</b>
              <span>{filled(response.text, values)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
