import type { PublicEvent, PublicMessagePosted, PublicStatus } from "@switchboard/protocol";

/** Where a conversation stands, as its user may know it. */
export interface Standing {
  readonly status: PublicStatus;
  readonly agentName: string | null;
  readonly emailKnown: boolean;
  /** The user left or confirmed the address; one that an agent or the host site told is not yet (rule O2). */
  readonly isEmailConfirmed: boolean;
  /** The user has written, so the problem need not be asked for. */
  readonly hasWritten: boolean;
  readonly previousConversationId: string | null;
  /** The last public message is the user's, so somebody owes an answer. */
  readonly isUnanswered: boolean;
}

const BEGINNING: Standing = {
  status: "assistant",
  agentName: null,
  emailKnown: false,
  isEmailConfirmed: false,
  hasWritten: false,
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
      return afterMessage(standing, event);
    default:
      return standing;
  }
}

function afterMessage(standing: Standing, { source, line }: PublicMessagePosted): Standing {
  if (source === "system") {
    return line === "email_confirmed" ? { ...standing, isEmailConfirmed: true } : standing;
  }
  const isUsers = source === "user";
  return { ...standing, isUnanswered: isUsers, hasWritten: standing.hasWritten || isUsers };
}
