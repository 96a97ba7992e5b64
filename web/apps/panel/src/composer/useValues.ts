import { useController } from "../context";
import type { ShownConversation } from "../conversation/useConversation";

/** What the variables of canned responses mean in a conversation (rule N3). */
export function useValues(
  conversationId: string,
  { snapshot }: Pick<ShownConversation, "snapshot">,
): Readonly<Record<string, string | null>> {
  const { me } = useController();
  return {
    "user.name": snapshot?.user_name ?? null,
    "agent.name": me.public_name,
    "conversation.id": conversationId,
  };
}
