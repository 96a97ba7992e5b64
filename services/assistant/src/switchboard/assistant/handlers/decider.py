"""The assistant's side of the engine."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from switchboard.assistant.handlers.answer_jobs import cancelled_jobs, new_jobs
from switchboard.assistant.handlers.table import DECISIONS
from switchboard.assistant.model.article import AiSettings, Article
from switchboard.assistant.model.entity import WORKSPACE, Entity
from switchboard.assistant.model.facts import Facts, Limits
from switchboard.assistant.model.refusals import Verdict
from switchboard.assistant.model.run import Runs
from switchboard.assistant.store.ai_settings import load_settings, save_settings
from switchboard.assistant.store.articles import load_articles, save_articles
from switchboard.assistant.store.found import provenance_of
from switchboard.assistant.store.runs import load_runs, save_runs
from switchboard.contracts.commands.assistant import FinishRun, StopRun
from switchboard.contracts.events.assistant import AssistantSettings
from switchboard.contracts.topics import (
    ASSISTANT_COMMANDS_TOPIC,
    ASSISTANT_EVENTS_TOPIC,
    ASSISTANT_SETTINGS_TOPIC,
    Topic,
)
from switchboard.runtime.jobs import add_jobs, cancel_jobs
from switchboard.runtime.roles import Accepted, Change, Connection, Incoming, Say, Timer


class AssistantDecider:
    """Loads runs, articles and settings, has the decisions made, saves them and their jobs."""

    commands: Topic = ASSISTANT_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (ASSISTANT_EVENTS_TOPIC, ASSISTANT_SETTINGS_TOPIC)
    keeps_entities = False

    def __init__(self, limits: Limits) -> None:
        self._limits = limits

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> Facts:
        """What the runs have found that this poll may end."""
        ended = [
            command.message.conversation_id
            for command in commands
            if isinstance(command.message, FinishRun | StopRun)
        ]
        return Facts(self._limits, await provenance_of(connection, ended))

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Entity]:
        """What is stored under these keys; a key tells by itself what it may be."""
        ids = [UUID(key) for key in keys if key != WORKSPACE]
        found: dict[str, Entity] = {**await load_runs(connection, ids)}
        found |= await load_articles(connection, ids)
        if WORKSPACE in keys and (settings := await load_settings(connection)) is not None:
            found[WORKSPACE] = settings
        return found

    def decide(
        self, state: Entity | None, command: Incoming, facts: Facts, now: datetime
    ) -> Verdict:
        """Look the decision up and make it."""
        decision = DECISIONS[type(command.message)]
        return decision(state, command.message, command.envelope.id, facts, now)

    def due(
        self, state: Entity, timer: Timer, facts: Facts, now: datetime
    ) -> Accepted[Entity] | None:
        """The deadline of a turn is the conversation service's (rule C6)."""
        del state, timer, facts, now
        return None

    def timers(self, state: Entity) -> Sequence[Timer]:
        """None: see `due`."""
        del state
        return ()

    def snapshot(self, state: Entity) -> Say | None:
        """The settings, for those who need them."""
        if not isinstance(state, AiSettings):
            return None
        settings = AssistantSettings(
            enabled=state.enabled,
            minimum_run_seconds=state.minimum_run_seconds,
            at=state.changed_at,
        )
        return Say(ASSISTANT_SETTINGS_TOPIC, settings)

    def refusal(
        self, state: Entity, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> Accepted[Entity] | None:
        """No service awaits a refusal of the assistant."""
        del state, command_id, command_type, code, now
        return None

    async def save(self, connection: Connection, changes: Sequence[Change[Entity]]) -> None:
        """Store what changed, and the jobs that it calls for or takes back."""
        runs = [change for change in changes if isinstance(change.after, Runs)]
        articles = [change for change in changes if isinstance(change.after, Article)]
        if runs:
            await save_runs(connection, runs)  # type: ignore[arg-type]
            await add_jobs(connection, new_jobs(runs))  # type: ignore[arg-type]
            await cancel_jobs(connection, cancelled_jobs(runs))  # type: ignore[arg-type]
        if articles:
            await save_articles(connection, articles)  # type: ignore[arg-type]
        for change in changes:
            if isinstance(change.after, AiSettings):
                await save_settings(connection, change.after)
