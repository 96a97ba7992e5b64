import { useId, useState } from "react";
import { useConversation } from "../conversation/useConversation";
import { AnalysisTab } from "./AnalysisTab";
import { DetailsTab } from "./DetailsTab";
import { ShortcutsTab } from "./ShortcutsTab";
import { TicketsTab } from "./TicketsTab";
import styles from "./Sidebar.module.css";

const TABS = [
  { name: "Details", Content: DetailsTab },
  { name: "Analysis", Content: AnalysisTab },
  { name: "Tickets", Content: TicketsTab },
  { name: "Shortcuts", Content: ShortcutsTab },
] as const;

/** What belongs to a conversation besides its messages. */
export function Sidebar({ conversationId }: { conversationId: string }) {
  const [chosen, setChosen] = useState(0);
  const conversation = useConversation(conversationId);
  const id = useId();
  const Content = (TABS[chosen] ?? TABS[0]).Content;
  if (!conversation.isLoaded) return null;

  return (
    <aside className={styles.sidebar} aria-label="About this conversation">
      <div role="tablist" aria-label="About this conversation" className={styles.tabs}>
        {TABS.map(({ name }, index) => (
          <button
            key={name}
            type="button"
            role="tab"
            id={`${id}-${name}`}
            aria-selected={index === chosen}
            aria-controls={`${id}-panel`}
            onClick={() => setChosen(index)}
          >
            {name}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        aria-labelledby={`${id}-${(TABS[chosen] ?? TABS[0]).name}`}
        className={styles.content}
      >
        <Content conversationId={conversationId} conversation={conversation} />
      </div>
    </aside>
  );
}
