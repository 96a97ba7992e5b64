import { Skeleton } from "@switchboard/ui";
import { useEffect } from "react";
import { Composer } from "../composer/Composer";
import { useController, usePanel } from "../context";
import { ActRefusals } from "./ActRefusals";
import { ConversationHeader } from "./ConversationHeader";
import { Timeline } from "./Timeline";
import { useConversation } from "./useConversation";
import styles from "./ConversationPane.module.css";

/** One conversation: who is in it, what was said, and what to do about it. */
export function ConversationPane({ conversationId }: { conversationId: string }) {
  const controller = useController();
  const { notifications } = usePanel();
  const conversation = useConversation(conversationId);

  useEffect(() => {
    void controller.markSeen(conversationId);
  }, [controller, conversationId, notifications]);

  if (conversation.isMissing) return <p className={styles.missing}>There is no such conversation.</p>;
  if (!conversation.isLoaded) return <Skeleton lines={6} label="Loading the conversation" />;

  return (
    <>
      <ConversationHeader conversationId={conversationId} conversation={conversation} />
      <ActRefusals acts={conversation.acts} />
      <Timeline conversation={conversation} />
      <Composer conversationId={conversationId} conversation={conversation} />
    </>
  );
}
