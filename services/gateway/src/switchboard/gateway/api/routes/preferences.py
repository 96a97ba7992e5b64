"""Which notifications a member does without, and where."""

from fastapi import APIRouter
from starlette.responses import Response

from switchboard.contracts.codec import decode
from switchboard.contracts.commands.notification import SetPreferences
from switchboard.contracts.events.notification import PreferencesChanged
from switchboard.contracts.topics import NOTIFICATION_COMMANDS_TOPIC, NOTIFICATION_EVENTS_TOPIC
from switchboard.gateway.api.answering import answer_response
from switchboard.gateway.api.callers import AtPanel, Key, Parts
from switchboard.gateway.api.documented import COMMAND_CODES, problems
from switchboard.gateway.api.schemas.telling import Preferences, PreferencesChange
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.pending import is_accepted
from switchboard.gateway.model.problems import Code
from switchboard.gateway.store.notifications import preferences_of

router = APIRouter(prefix="/v1/me/notification-preferences", tags=["notifications"])


@router.get("", responses=problems(Code.NOT_SIGNED_IN))
async def preferences(agent: AtPanel, services: Parts) -> Preferences:
    """What one mutes; all else is told."""
    body = await preferences_of(services.commands.pool, agent.member_id)
    if body is None:
        return Preferences(muted=[])
    stated = decode(PreferencesChanged.ce_type(), body.encode(), (PreferencesChanged,))
    assert isinstance(stated, PreferencesChanged)  # noqa: S101 - the one type that was asked for
    return Preferences(muted=list(stated.muted))


@router.put(
    "",
    responses=problems(*COMMAND_CODES, Code.NOT_ALLOWED, Code.MUST_BE_TOLD)
    | {200: {"model": Preferences, "description": "What is muted now, also if it was before."}},
)
async def put_preferences(
    agent: AtPanel, services: Parts, body: PreferencesChange, key: Key
) -> Response:
    """Mute these and nothing else; `must_be_told` names kinds that the panel always tells."""
    change = SetPreferences(member_id=agent.member_id, muted=tuple(body.muted))
    ask = Ask(NOTIFICATION_COMMANDS_TOPIC, change, agent.principal, key, NOTIFICATION_EVENTS_TOPIC)
    answer = await services.commands.ask(ask)
    if not is_accepted(answer):
        return answer_response(answer)
    return Response(body.model_dump_json(), media_type="application/json")
