import type { Priority } from "@switchboard/protocol";
import { useController } from "../context";
import type { ShownConversation } from "../conversation/useConversation";
import { PriorityMark } from "../inbox/PriorityMark";
import { PRIORITY_NAMES } from "../words";

interface Props {
  conversationId: string;
  conversation: ShownConversation;
  priority: Priority;
}

/** How urgent the conversation is; read-only once it is closed (rule D6). */
export function PriorityChoice({ conversationId, conversation, priority }: Props) {
  const controller = useController();
  if (conversation.control.status === "closed") return <PriorityMark priority={priority} />;
  const choose = (chosen: string) =>
    controller.act(conversationId, "set_priority", null, { priority: chosen as Priority });
  return (
    <select
      aria-label="Priority"
      value={priority}
      disabled={!conversation.isLive}
      onChange={(event) => choose(event.target.value)}
    >
      {Object.entries(PRIORITY_NAMES).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  );
}
