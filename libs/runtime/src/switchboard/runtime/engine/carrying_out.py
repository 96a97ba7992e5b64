"""What a decision makes of an entity: its state, its deadlines, what is said and sent."""

from typing import Any

from switchboard.contracts.partition import partition_of
from switchboard.contracts.topics import Topic
from switchboard.runtime.engine.draft import Draft
from switchboard.runtime.engine.memory import Memory
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.engine.statements import Cause, Speaker, Statement
from switchboard.runtime.roles import Accepted, Change, Decider, Forwarded, Incoming, Refused, Say

_SNAPSHOT = -1
"""The statement index of a snapshot: it is none of the things that its cause said."""


class CarryingOut:
    """Carries the decisions of one poll out, in its memory and its draft."""

    def __init__(
        self, decider: Decider[Any], speaker: Speaker, memory: Memory, draft: Draft
    ) -> None:
        self._decider = decider
        self._feeds = frozenset(topic.name for topic in decider.feeds)
        self._speaker = speaker
        self._memory = memory
        self._draft = draft

    def accept(
        self,
        owned: Owned,
        key: str,
        incoming: Incoming | None,
        decision: "Accepted[Any] | Refused[Any]",
        cause: Cause,
    ) -> list[Statement]:
        """Change the entity and say so; raises before anything is changed."""
        events = [self._event(owned, key, say, cause) for say in decision.says]
        sends = [self._speaker.command(send, cause, cause.id) for send in decision.sends]
        before = self._memory.states.get(key)
        after = before if decision.state is None else decision.state
        if after is None and events:
            raise ValueError("events of an entity that does not exist")
        self._keep_time(owned, key, before, after)
        for event in events:
            self._draft.say(owned, event)
        for send in sends:
            self._draft.send(owned, send)
        if after is not before or events:
            self._memory.states[key] = after
            self._memory.touched[key] = (owned, cause)
            self._draft.changes.append(Change(key, before, after, decision.says, incoming))
        return events

    def forward(self, owned: Owned, incoming: Incoming, forwarded: Forwarded) -> None:
        """Send the command on, and what goes right behind it."""
        cause = Cause.of(incoming.envelope)
        statements = [
            self._speaker.command(forwarded.send, cause, incoming.envelope.causation_id),
            *(self._speaker.command(send, cause, cause.id) for send in forwarded.then),
        ]
        for statement in statements:
            self._draft.send(owned, statement)

    def take_snapshots(self) -> None:
        """Take one snapshot of each entity that changed."""
        for key, (owned, cause) in self._memory.touched.items():
            state = self._memory.states[key]
            if self._decider.keeps_entities:
                self._draft.entities[key] = (owned, state)
            say = self._decider.snapshot(state)
            if say is not None:
                cause.said = _SNAPSHOT
                self._draft.say(owned, self._event(owned, key, say, cause))

    def _keep_time(self, owned: Owned, key: str, before: Any, after: Any) -> None:
        """Bring the stored deadlines in line with the entity's."""
        if after is before:
            return
        old = self._memory.timers.get(key)
        if old is None:
            old = [] if before is None else self._decider.timers(before)
        new = self._memory.timers[key] = self._decider.timers(after)
        if old == new:
            return
        for timer in new:
            if timer not in old:
                self._draft.arm(owned, key, timer)
        for kind in {timer.kind for timer in old} - {timer.kind for timer in new}:
            self._draft.disarm(owned, (key, kind))

    def _event(self, owned: Owned, key: str, say: Say, cause: Cause) -> Statement:
        said_of = say.message.key
        output = self._output(owned, key, say.topic, said_of)
        return self._speaker.event(
            say.topic, say.message, output, cause, answer=say.answer, key=said_of
        )

    def _output(self, owned: Owned, key: str, topic: Topic, said_of: str) -> int:
        """Where an event goes: each output partition is fed by one command partition only."""
        if topic.name not in self._feeds:
            raise ValueError(f"{topic.name} is not among the topics that the decider feeds")
        if topic.partitions != owned.topic.partitions:
            return partition_of(said_of, topic.partitions)
        if said_of != key and partition_of(said_of, topic.partitions) != owned.partition:
            raise ValueError(f"an event of {topic.name} belongs to another partition")
        return owned.partition
