import { withNames, writtenText, type MessageEntry } from "@switchboard/state";
import { clockTime, fullTime, Icon, MessageText, SOURCES } from "@switchboard/ui";
import { usePanel } from "../context";
import { Citations } from "./Citations";
import { Files } from "./Files";
import styles from "./Message.module.css";

/** One message; colour, label, icon and side all say who wrote it. */
export function Message({ entry }: { entry: MessageEntry }) {
  const { label, icon } = SOURCES[entry.source];
  const { members } = usePanel();
  const text = writtenText(entry.text, entry.files);
  const byTeam = entry.source === "agent" || entry.source === "internal_note";
  return (
    <article
      className={styles.message}
      data-source={entry.source}
      data-seq={entry.seq}
      aria-label={`${label}${entry.author ? `, ${entry.author}` : ""}`}
    >
      <header className={styles.author}>
        <Icon name={icon} size={14} />
        <b>{label}</b>
        {entry.author && <span>{entry.author}</span>}
        {entry.source === "internal_note" && <span>only the team sees this</span>}
        <time dateTime={entry.at} title={fullTime(entry.at)}>
          {clockTime(entry.at)}
        </time>
      </header>
      <div className={styles.bubble}>
        {text !== "" && <MessageText text={byTeam ? withNames(text, members) : text} />}
        <Files files={entry.files} />
        <Citations citations={entry.citations} />
      </div>
    </article>
  );
}
