"""A conversation as its user sees it, read from the public stream."""

from uuid import UUID

from switchboard.contracts.events.public import PublicConversationOpened, PublicStatusChanged
from switchboard.contracts.events.snapshot import ConversationState
from switchboard.gateway.api.schemas.conversations import PublicState
from switchboard.gateway.api.services import Services
from switchboard.gateway.model.principals import Visitor


async def public_states(services: Services, visitor: Visitor) -> list[PublicState]:
    """A visitor's conversations, oldest first."""
    links = await services.owners.shown(visitor)
    found = [await public_state(services, link.conversation_id) for link in links]
    return [state for state in found if state is not None]


async def public_state(services: Services, conversation_id: UUID) -> PublicState | None:
    """One conversation; None if the read model has none."""
    body = await services.readings.state(conversation_id)
    standing = await services.readings.public_standing(conversation_id)
    if body is None or standing is None:
        return None
    state = ConversationState.model_validate_json(body, extra="ignore")
    changed = _standing(standing.body)
    return PublicState(
        conversation_id=conversation_id,
        public_seq=standing.number,
        status=changed.status,
        agent_name=getattr(changed, "agent_name", None),
        email_known=state.user_email is not None,
        opened_at=state.opened_at,
        closed_at=state.closed_at,
        previous_conversation_id=state.previous_conversation_id,
    )


def _standing(body: str) -> PublicConversationOpened | PublicStatusChanged:
    if f'"type":"{PublicStatusChanged.message_type()}"' in body:
        return PublicStatusChanged.model_validate_json(body, extra="ignore")
    return PublicConversationOpened.model_validate_json(body, extra="ignore")
