import { Avatar } from "@switchboard/ui";
import { StatusChip } from "../inbox/StatusChip";
import { Actions } from "./Actions";
import type { ShownConversation } from "./useConversation";
import styles from "./ConversationHeader.module.css";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
}

export function ConversationHeader({ conversationId, conversation }: Props) {
  const { name, control, snapshot } = conversation;
  return (
    <header className={styles.header}>
      <Avatar name={name} seed={snapshot?.visitor_id ?? conversationId} size={40} />
      <div className={styles.who}>
        <h2>{name}</h2>
        <StatusChip status={control.status} agentName={control.agentName} />
      </div>
      <Actions conversationId={conversationId} conversation={conversation} />
    </header>
  );
}
