"""What the assistant states: every run with its provenance, articles, settings."""

from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.commands.conversation import Citation
from switchboard.contracts.message import (
    ConversationId,
    LongText,
    Message,
    Moment,
    ShortText,
)


class _RunEvent(Message):
    conversation_id: ConversationId
    turn: int
    epoch: int
    at: Moment


class RunStarted(_RunEvent):
    """A run is looking for an answer."""

    type: Literal["assistant.run_started"] = "assistant.run_started"
    version: Literal[1] = 1


class RunStopped(_RunEvent):
    """A run was cancelled: the AI may no longer answer."""

    type: Literal["assistant.run_stopped"] = "assistant.run_stopped"
    version: Literal[1] = 1


class RunFinished(_RunEvent):
    """The conversation service decided about a run's proposal."""

    type: Literal["assistant.run_finished"] = "assistant.run_finished"
    version: Literal[1] = 1
    outcome: ShortText
    engine: ShortText
    """The engine that answered, and its version."""
    sources: tuple[Citation, ...] = ()


class ArticleImported(Message):
    """An article of the knowledge base as it is now."""

    key_field: ClassVar[str] = "article_id"
    type: Literal["assistant.article_imported"] = "assistant.article_imported"
    version: Literal[1] = 1
    article_id: UUID
    title: ShortText
    body: LongText
    url: ShortText
    at: Moment


class AssistantSettings(Message):
    """The AI's settings as they are now; key: `workspace`."""

    key_field: ClassVar[str] = "workspace"
    type: Literal["assistant.settings"] = "assistant.settings"
    version: Literal[1] = 1
    workspace: Literal["workspace"] = "workspace"
    enabled: bool
    minimum_run_seconds: float = 0.0
    at: Moment


ASSISTANT_EVENTS = (RunStarted, RunStopped, RunFinished, ArticleImported)
