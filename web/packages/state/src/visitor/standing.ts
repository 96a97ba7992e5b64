import type { PublicEvent, PublicStatus } from "@switchboard/protocol";

/** Where a conversation stands, as its user may know it. */
export interface Standing {
  readonly status: PublicStatus;
  readonly agentName: string | null;
  readonly emailKnown: boolean;
  readonly previousConversationId: string | null;
  /** The last public message is the user's, so somebody owes an answer. */
  readonly isUnanswered: boolean;
}

const BEGINNING: Standing = {
  status: "assistant",
  agentName: null,
  emailKnown: false,
  previousConversationId: null,
  isUnanswered: false,
};

export function standingOf(events: readonly PublicEvent[]): Standing {
  return events.reduce(after, BEGINNING);
}

function after(standing: Standing, event: PublicEvent): Standing {
  switch (event.type) {
    case "public.conversation_opened": {
      const previousConversationId = event.previous_conversation_id ?? null;
      return { ...standing, status: event.status, previousConversationId };
    }
    case "public.status_changed": {
      const { status, agent_name: name, email_known: emailKnown } = event;
      return { ...standing, status, agentName: name ?? null, emailKnown };
    }
    case "public.message_posted":
      if (event.source === "system") return standing;
      return { ...standing, isUnanswered: event.source === "user" };
    default:
      return standing;
  }
}
