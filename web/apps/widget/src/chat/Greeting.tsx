import type { WidgetConfig } from "@switchboard/protocol";
import { useController } from "../context";
import type { ShownChat } from "./useChat";
import styles from "./Greeting.module.css";

/** The first words, and questions to begin with; gone once something was said. */
export function Greeting({ config, chat }: { config: WidgetConfig; chat: ShownChat }) {
  const controller = useController();
  const isWaiting = chat.isLoading && chat.link.connection !== "live";
  if (chat.thread.length > 0 || (chat.isLoading && !isWaiting)) return null;
  return (
    <section className={styles.greeting}>
      <p>{config.greeting}</p>
      <ul aria-label="Suggested questions">
        {config.questions.map((question) => (
          <li key={question}>
            <button
              type="button"
              disabled={chat.isLoading}
              onClick={() => controller.act("send_message", question)}
            >
              {question}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
