import type { NotificationEvent, NotificationKind } from "@switchboard/protocol";
import { usePanel } from "../context";
import { userName } from "../words";

const TITLES: Record<NotificationKind, (name: string) => string> = {
  hand_off: (name) => `${name} asks for a human`,
  escalation: (name) => `${name} still waits for a human`,
  assigned: (name) => `The conversation with ${name} is yours`,
  reassigned: (name) => `The conversation with ${name} changed hands`,
  collaboration: (name) => `You follow the conversation with ${name}`,
  reply_reminder: (name) => `${name} waits for your answer`,
  mention: (name) => `You were mentioned in the conversation with ${name}`,
  reply_overdue: (name) => `${name} has waited long for an answer`,
};

/** What a notification says: who it is about, and their last words. */
export function useNotificationText() {
  const { inbox } = usePanel();
  return ({ conversation_id: id, conversation_ids: all, kind }: NotificationEvent) => {
    if (all.length > 1) {
      return { title: `${all.length} conversations wait for a human`, body: "Open the longest wait" };
    }
    const state = inbox.conversations[id];
    const title = TITLES[kind](state ? userName(state) : "A user");
    return { title, body: state?.preview?.text ?? "Open the conversation" };
  };
}
