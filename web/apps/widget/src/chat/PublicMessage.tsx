import type { PublicMessagePosted, PublicSource } from "@switchboard/protocol";
import { filesOf, writtenText } from "@switchboard/state";
import { clockTime, Icon, MessageText, SOURCES, webAddress } from "@switchboard/ui";
import { Files } from "./Files";
import styles from "./PublicMessage.module.css";

const NAMES: Record<PublicSource, string> = {
  user: "You",
  ai: "AI assistant",
  agent: "Team",
  system: "System",
};

/** One message as its user sees it. */
export function PublicMessage({ message }: { message: PublicMessagePosted }) {
  const { source, author, sources, at } = message;
  const files = filesOf(message);
  const text = writtenText(message.text, files);
  const name = author ?? NAMES[source];
  if (source === "system") {
    return (
      <p className={styles.system} data-source="system" data-line={message.line ?? undefined}>
        <MessageText text={text} />
      </p>
    );
  }
  return (
    <article className={styles.message} data-source={source} aria-label={name}>
      <header>
        {source !== "user" && <Icon name={SOURCES[source].icon} size={13} />}
        <b>{name}</b>
        <time dateTime={at}>{clockTime(at)}</time>
      </header>
      <div className={styles.bubble}>
        {text !== "" && <MessageText text={text} />}
        <Files files={files} />
        {sources.length > 0 && <Sources sources={sources} />}
      </div>
    </article>
  );
}

function Sources({ sources }: { sources: PublicMessagePosted["sources"] }) {
  return (
    <ul className={styles.sources} aria-label="Sources">
      {sources.map((source) => {
        const address = webAddress(source, window.location.origin);
        return (
          <li key={source.url}>
            <Icon name="link" size={13} />
            {address ? (
              <a href={address} target="_blank" rel="noopener noreferrer">
                {source.title}
              </a>
            ) : (
              source.title
            )}
          </li>
        );
      })}
    </ul>
  );
}
