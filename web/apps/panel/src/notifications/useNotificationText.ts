import type { NotificationEvent } from "@switchboard/protocol";
import { usePanel } from "../context";
import { userName } from "../words";

/** What a notification says: who waits, and their last words. */
export function useNotificationText() {
  const { inbox } = usePanel();
  return ({ conversation_id: id }: NotificationEvent) => {
    const state = inbox.conversations[id];
    const name = state ? userName(state) : "A user";
    return { title: `${name} asks for a human`, body: state?.preview?.text ?? "Open the conversation" };
  };
}
