import { useEffect, useState } from "react";
import type { Filter } from "@switchboard/state";
import { useController } from "../context";
import { ConversationPane } from "../conversation/ConversationPane";
import { Welcome } from "../conversation/Welcome";
import { InboxList } from "../inbox/InboxList";
import { Toasts } from "../notifications/Toasts";
import { useOpenConversation } from "../route";
import { Sidebar } from "../sidebar/Sidebar";
import { ConnectionBanner } from "./ConnectionBanner";
import { Rail } from "./Rail";
import { useUnseenInTitle } from "./useUnseenInTitle";
import styles from "./Workspace.module.css";

/** What a signed-in agent sees. */
export function Workspace() {
  const controller = useController();
  const open = useOpenConversation();
  const [filter, setFilter] = useState<Filter>("open");
  useUnseenInTitle();

  useEffect(() => {
    controller.show(open);
    return () => controller.show(null);
  }, [controller, open]);

  return (
    <div className={styles.workspace}>
      <Rail filter={filter} onFilter={setFilter} />
      <InboxList key={filter} filter={filter} open={open} />
      <main className={styles.main} aria-label="Conversation">
        <ConnectionBanner />
        {open === null ? <Welcome /> : <ConversationPane key={open} conversationId={open} />}
      </main>
      {open !== null && <Sidebar key={`sidebar ${open}`} conversationId={open} />}
      <Toasts />
    </div>
  );
}
