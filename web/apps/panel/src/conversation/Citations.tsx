import type { Citation } from "@switchboard/protocol";
import { Icon, webAddress } from "@switchboard/ui";
import styles from "./Message.module.css";

/** Where an answer of the AI comes from. */
export function Citations({ citations }: { citations: readonly Citation[] }) {
  if (citations.length === 0) return null;
  return (
    <ul className={styles.citations} aria-label="Sources">
      {citations.map((citation) => {
        const address = webAddress(citation, window.location.origin);
        return (
          <li key={citation.url}>
            <Icon name="link" size={14} />
            {address ? (
              <a href={address} target="_blank" rel="noopener noreferrer">
                {citation.title}
              </a>
            ) : (
              citation.title
            )}
          </li>
        );
      })}
    </ul>
  );
}
