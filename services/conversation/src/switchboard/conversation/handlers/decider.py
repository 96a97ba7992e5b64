"""The conversation service's side of the engine."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from switchboard.contracts.commands.conversation import ErasePerson
from switchboard.contracts.events.conversation import CommandRefused
from switchboard.contracts.events.snapshot import ConversationState, Written
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
    CONVERSATION_STATE_TOPIC,
    Topic,
)
from switchboard.conversation.decisions.erase_person import subjects_of
from switchboard.conversation.handlers.table import decided, decided_when_due, timers_of
from switchboard.conversation.model.conversation import Conversation
from switchboard.conversation.model.facts import Facts
from switchboard.conversation.model.refusals import Verdict
from switchboard.conversation.model.story import Story
from switchboard.conversation.store.conversations import conversations_of, load_conversations
from switchboard.conversation.store.facts import FactsSource
from switchboard.conversation.store.writing import save_changes
from switchboard.runtime.roles import Accepted, Change, Connection, Incoming, Say, Timer


class ConversationDecider:
    """Loads conversations, has the decisions made, saves what they say."""

    commands: Topic = CONVERSATION_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (
        CONVERSATION_EVENTS_TOPIC,
        CONVERSATION_PUBLIC_TOPIC,
        CONVERSATION_STATE_TOPIC,
    )
    keeps_entities = True

    def __init__(self, facts: FactsSource) -> None:
        self._facts = facts

    async def facts(self, connection: Connection, commands: Sequence[Incoming]) -> Facts:
        """Members, presence, the AI's switch and the erased visitors' conversations, as of now."""
        facts = await self._facts.read(connection)
        erasing = [c.message for c in commands if type(c.message) is ErasePerson]
        erased = {subject for command in erasing for subject in subjects_of(command)}
        if not erased:
            return facts
        return replace(facts, conversations=await conversations_of(connection, [*erased]))

    async def load(self, connection: Connection, keys: Sequence[str]) -> dict[str, Conversation]:
        """The stored conversations among these ids."""
        return await load_conversations(connection, keys)

    def decide(
        self, state: Conversation | None, command: Incoming, facts: Facts, now: datetime
    ) -> Verdict:
        """Look the decision up and make it."""
        return decided(state, command, facts, now)

    def due(
        self, state: Conversation, timer: Timer, facts: Facts, now: datetime
    ) -> Accepted[Conversation] | None:
        """Decide a deadline (rule H10)."""
        return decided_when_due(state, timer, facts, now)

    def timers(self, state: Conversation) -> Sequence[Timer]:
        """The deadlines that the conversation has."""
        return timers_of(state)

    def snapshot(self, state: Conversation) -> Say:
        """The conversation for `conversation.state`."""
        return Say(CONVERSATION_STATE_TOPIC, _snapshot(state))

    def refusal(
        self, state: Conversation, command_id: UUID, command_type: str, code: str, now: datetime
    ) -> Accepted[Conversation]:
        """Tell the service that sent a command that it was refused."""
        story = Story(state, command_id, now)
        return story.tell(
            CommandRefused, command_id=command_id, command_type=command_type, code=code
        ).accepted()

    async def save(self, connection: Connection, changes: Sequence[Change[Conversation]]) -> None:
        """Store intervals, messages and conversations, in that order."""
        await save_changes(connection, changes)


def _snapshot(state: Conversation) -> ConversationState:
    return ConversationState(
        conversation_id=state.id,
        seq=state.seq,
        public_seq=state.public_seq,
        status=state.status,
        epoch=state.epoch,
        priority=state.priority,
        visitor_id=state.visitor_id,
        site=state.site,
        user_name=state.user_name,
        user_email=state.user_email,
        person=state.person,
        agent_id=state.agent_id,
        collaborators=state.collaborators,
        previous_conversation_id=state.previous_id,
        opened_at=state.opened_at,
        changed_at=state.changed_at,
        closed_at=state.closed_at,
        unanswered=state.unanswered,
        preview=state.preview,
        messages=state.messages,
        written=tuple(
            Written(member_id=member, messages=number) for member, number in state.written.items()
        ),
        erased=state.erased,
    )
