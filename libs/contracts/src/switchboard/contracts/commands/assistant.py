"""What the assistant can be asked to do."""

from typing import ClassVar, Literal
from uuid import UUID

from switchboard.contracts.message import (
    ConversationId,
    LongText,
    MemberId,
    Message,
    Moment,
    ShortText,
)


class StartRun(Message):
    """A turn was opened: find its answer."""

    type: Literal["assistant.start_run"] = "assistant.start_run"
    version: Literal[1] = 1
    conversation_id: ConversationId
    turn: int
    epoch: int
    answer_up_to_public_seq: int
    answered_public_seq: int = 0
    """The last user message that was answered before."""
    transcript_public_seq: int = 0
    """How much of the conversation there is to read."""
    due_at: Moment


class StopRun(Message):
    """The AI may no longer answer: cancel the run under way (rule C7)."""

    type: Literal["assistant.stop_run"] = "assistant.stop_run"
    version: Literal[1] = 1
    conversation_id: ConversationId
    epoch: int
    """The new epoch; runs of an earlier one are stopped."""
    caused_by: UUID | None = None
    """The command that changed who answers; the run's own hand-off if that is what it proposed."""


class FinishRun(Message):
    """The conversation service decided about the run's proposal."""

    type: Literal["assistant.finish_run"] = "assistant.finish_run"
    version: Literal[1] = 1
    conversation_id: ConversationId
    turn: int
    outcome: ShortText
    """`accepted`, or the code of the refusal."""


class ImportArticle(Message):
    """Add or replace an article of the knowledge base; key: the article id."""

    key_field: ClassVar[str] = "article_id"
    type: Literal["assistant.import_article"] = "assistant.import_article"
    version: Literal[1] = 1
    article_id: UUID
    title: ShortText
    body: LongText
    url: ShortText
    member_id: MemberId


class ChangeAssistantSettings(Message):
    """Switch the AI on or off, or set how long a run is held; key: `workspace`."""

    key_field: ClassVar[str] = "workspace"
    type: Literal["assistant.change_assistant_settings"] = "assistant.change_assistant_settings"
    version: Literal[1] = 1
    workspace: Literal["workspace"] = "workspace"
    enabled: bool
    minimum_run_seconds: float = 0.0
    """A run is held at least this long before its reply is proposed (for replays and demos)."""
    member_id: MemberId


class EraseRuns(Message):
    """The person of a conversation was erased: what its runs read and found is (rule E1)."""

    type: Literal["assistant.erase_runs"] = "assistant.erase_runs"
    version: Literal[1] = 1
    conversation_id: ConversationId
    erasure_id: UUID


ASSISTANT_COMMANDS = (
    StartRun,
    StopRun,
    FinishRun,
    EraseRuns,
    ImportArticle,
    ChangeAssistantSettings,
)
