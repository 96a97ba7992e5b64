"""The AI: its settings and its knowledge base."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from switchboard.contracts.commands.assistant import ChangeAssistantSettings, ImportArticle
from switchboard.contracts.events.assistant import ArticleImported, AssistantSettings
from switchboard.contracts.topics import (
    ASSISTANT_COMMANDS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
)
from switchboard.gateway.api.answering import answer_response, answered
from switchboard.gateway.api.callers import AssistantEditor, Key, Parts
from switchboard.gateway.api.documented import COMMAND_CODES, command, problems
from switchboard.gateway.api.schemas.assistant import (
    Article,
    AssistantSettingsAnswer,
    SettingsChange,
)
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.pending import is_accepted
from switchboard.gateway.model.problems import Code

router = APIRouter(prefix="/v1", tags=["assistant"])


@router.put(
    "/articles/{article_id}",
    status_code=201,
    responses=command(ArticleImported, Code.NOT_ALLOWED),
)
async def import_article(
    agent: AssistantEditor, services: Parts, article_id: UUID, key: Key, body: Article
) -> Response:
    """Add or replace an article of the knowledge base."""
    article = ImportArticle(
        article_id=article_id,
        title=body.title,
        body=body.body,
        url=body.url,
        member_id=agent.member_id,
    )
    return await answered(
        services.commands,
        Ask(ASSISTANT_COMMANDS_TOPIC, article, agent.principal, key, ASSISTANT_EVENTS_TOPIC),
    )


@router.get("/assistant/settings", responses=problems(Code.NOT_SIGNED_IN))
async def assistant_settings(_: AssistantEditor, services: Parts) -> AssistantSettingsAnswer:
    """The AI's settings; before the first change the AI is on."""
    body = await services.readings.assistant_settings()
    if body is None:
        return AssistantSettingsAnswer(enabled=True, minimum_run_seconds=0.0)
    settings = AssistantSettings.model_validate_json(body, extra="ignore")
    return AssistantSettingsAnswer(
        enabled=settings.enabled, minimum_run_seconds=settings.minimum_run_seconds
    )


@router.put(
    "/assistant/settings",
    responses=problems(*COMMAND_CODES, Code.NOT_ALLOWED)
    | {200: {"model": AssistantSettingsAnswer, "description": "The settings as they are now."}},
)
async def change_assistant_settings(
    agent: AssistantEditor, services: Parts, key: Key, body: SettingsChange
) -> Response:
    """Switch the AI on or off, or set how long its runs are held."""
    change = ChangeAssistantSettings(
        enabled=body.enabled,
        minimum_run_seconds=body.minimum_run_seconds,
        member_id=agent.member_id,
    )
    ask = Ask(ASSISTANT_COMMANDS_TOPIC, change, agent.principal, key, ASSISTANT_SETTINGS_TOPIC)
    answer = await services.commands.ask(ask)
    if not is_accepted(answer):
        return answer_response(answer)
    return Response(body.model_dump_json(), media_type="application/json")
