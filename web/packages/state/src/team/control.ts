import type { Status, TeamEvent } from "@switchboard/protocol";

/** Who may answer, as the facts up to now have it. */
export interface Control {
  readonly status: Status;
  readonly agentId: string | null;
  readonly agentName: string | null;
  readonly collaborators: readonly string[];
  readonly userEmail: string | null;
  readonly openedAt: string | null;
  readonly closedAt: string | null;
  readonly previousConversationId: string | null;
  /** By when the AI has to answer, while a turn is open. */
  readonly answerDueAt: string | null;
}

const BEGINNING: Control = {
  status: "active_ai",
  agentId: null,
  agentName: null,
  collaborators: [],
  userEmail: null,
  openedAt: null,
  closedAt: null,
  previousConversationId: null,
  answerDueAt: null,
};

export function controlOf(events: readonly TeamEvent[]): Control {
  return events.reduce(after, BEGINNING);
}

function after(control: Control, event: TeamEvent): Control {
  switch (event.type) {
    case "conversation.opened": {
      const previousConversationId = event.previous_conversation_id ?? null;
      return { ...control, status: event.status, openedAt: event.at, previousConversationId };
    }
    case "conversation.turn_opened":
      return { ...control, answerDueAt: event.due_at };
    case "conversation.ai_message_sent":
      return { ...control, answerDueAt: null };
    case "conversation.user_email_provided":
      return { ...control, userEmail: event.email };
    case "conversation.accepted":
      return { ...handedOn(control, event.status), agentId: event.agent_id, agentName: event.agent_name };
    case "conversation.agent_took_over": {
      const others = control.collaborators.filter((member) => member !== event.agent_id);
      const former = event.previous_agent_id;
      const collaborators = former && former !== event.agent_id && !others.includes(former)
        ? [...others, former]
        : others;
      const agent = { agentId: event.agent_id, agentName: event.agent_name };
      return { ...handedOn(control, event.status), ...agent, collaborators };
    }
    case "conversation.hand_off_requested":
    case "conversation.returned_to_ai":
      return { ...handedOn(control, event.status), agentId: null, agentName: null };
    case "conversation.collaborator_added": {
      const others = control.collaborators.filter((member) => member !== event.member_id);
      return { ...control, collaborators: [...others, event.member_id] };
    }
    case "conversation.collaborator_removed":
      return {
        ...control,
        collaborators: control.collaborators.filter((member) => member !== event.member_id),
      };
    case "conversation.closed":
      return { ...handedOn(control, event.status), closedAt: event.at };
    default:
      return control;
  }
}

/** Who may answer has changed, so the AI's turn is over. */
function handedOn(control: Control, status: Status): Control {
  return { ...control, status, answerDueAt: null };
}
