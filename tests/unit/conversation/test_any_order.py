"""Whatever is asked in whatever order, late or twice: what must never happen does not (C2-C9, X1).

The plain model beside the decisions hears only what they say. It knows who may answer, which turns
were answered, and which numbers came; it shares no code with the rules.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.builders import conversation as a

from switchboard.contracts.events import conversation as events
from switchboard.contracts.message import Message
from switchboard.contracts.words import Audience, Priority, Status, TicketOrigin
from switchboard.conversation.handlers.table import decided_when_due, timers_of
from switchboard.conversation.model.facts import Facts, Member
from switchboard.runtime.roles import Accepted, Forwarded, Refused, Timer

if TYPE_CHECKING:
    from switchboard.conversation.model.conversation import Conversation

STEPS, RUNS = 60, 150
LADDER = 2
"""The most steps that one deadline takes at once when it comes late (rules H8, H11)."""
AGENTS = st.sampled_from([a.ANNA, a.BEN])
CONTROL = (
    events.HandOffRequested,
    events.ConversationAccepted,
    events.AgentTookOver,
    events.ReturnedToAi,
    events.ConversationClosed,
)
PUBLIC = (events.UserMessageSent, events.AiMessageSent, events.AgentMessageSent)


@dataclass
class Heard:
    """What somebody knows who hears nothing but the facts."""

    seq: int = 0
    public_seq: int = 0
    epoch: int = 0
    status: Status | None = None
    turns: dict[int, int] = field(default_factory=dict)
    answered: set[int] = field(default_factory=set)

    def hear(self, message: Message) -> None:
        if type(message).__name__.startswith("Public"):
            self.public_seq += 1
            assert getattr(message, "public_seq", None) == self.public_seq
            return
        if isinstance(message, events.ConversationEvent):
            self.seq += 1
            assert message.seq == self.seq
            self._hear_fact(message)

    def _hear_fact(self, fact: events.ConversationEvent) -> None:
        if _is_public(fact):
            # The line that tells of the end is said with the end.
            assert self.status is not Status.CLOSED or _tells_of_the_end(fact), fact
        if isinstance(fact, events.ConversationOpened):
            self.status, self.epoch = fact.status, fact.epoch
        elif isinstance(fact, CONTROL):
            assert self.status is not Status.CLOSED
            assert fact.epoch == self.epoch + 1
            self.status, self.epoch = fact.status, fact.epoch
        elif isinstance(fact, events.TurnOpened):
            assert self.status is Status.ACTIVE_AI
            self.turns[fact.turn] = fact.epoch
        elif isinstance(fact, events.TicketRequested) and fact.origin is TicketOrigin.AI:
            assert self.status is Status.ACTIVE_AI
            assert self.epoch in self.turns.values()
        elif isinstance(fact, events.AiMessageSent):
            assert self.status is Status.ACTIVE_AI
            assert self.turns[fact.turn] == fact.epoch == self.epoch
            assert fact.turn not in self.answered
            self.answered.add(fact.turn)


def _is_public(fact: events.ConversationEvent) -> bool:
    if isinstance(fact, events.SystemMessageAdded):
        return fact.audience is Audience.PUBLIC
    return isinstance(fact, PUBLIC)


def _tells_of_the_end(fact: events.ConversationEvent) -> bool:
    return isinstance(fact, events.SystemMessageAdded) and fact.line.value == "closed"


class AnyOrder(RuleBasedStateMachine):
    """One conversation to which anything may happen."""

    def __init__(self) -> None:
        super().__init__()
        self.conversation: Conversation | None = None
        self.heard = Heard()
        self.now: datetime = a.NOW
        self.online = frozenset({a.ANNA, a.BEN})
        self.away: frozenset[Any] = frozenset()
        self.ai_enabled = True
        self.proposals: list[Message] = []
        self.count = 0

    @property
    def facts(self) -> Facts:
        team = {member: Member(member, "Somebody", active=True) for member in (a.ANNA, a.BEN)}
        return Facts(members=team, online=self.online, away=self.away, ai_enabled=self.ai_enabled)

    def ask(self, command: Message) -> None:
        self.count += 1
        verdict = a.decide(
            self.conversation, command, self.facts, self.now, key=f"command {self.count}"
        )
        if isinstance(verdict, Forwarded):
            assert self.heard.status is Status.CLOSED
            return
        self.take(verdict)

    def take(self, verdict: "Accepted[Conversation] | Refused[Conversation]") -> None:
        for say in verdict.says:
            self.heard.hear(say.message)
            if isinstance(say.message, events.TurnOpened):
                turn, epoch = say.message.turn, say.message.epoch
                self.proposals += [
                    a.ai_ticket(turn, epoch),
                    a.ai_reply(turn, epoch),
                    a.ai_hand_off(turn, epoch),
                ]
        if verdict.state is not None:
            self.conversation = verdict.state

    @rule(seconds=st.sampled_from([0.1, 5, 40, 200, 700, 100_000]))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(online=st.frozensets(AGENTS), away=st.frozensets(AGENTS), ai=st.booleans())
    def the_team_changes(self, online: frozenset[Any], away: frozenset[Any], *, ai: bool) -> None:
        self.online, self.away, self.ai_enabled = online, away - online, ai

    @rule()
    def user_writes(self) -> None:
        self.ask(a.user_message())

    @rule(
        command=st.sampled_from([a.open_conversation, a.request_human, a.email, a.request_ticket])
    )
    def user_asks(self, command: Any) -> None:
        self.ask(command())

    @rule()
    def user_goes_on_with_the_assistant(self) -> None:
        self.ask(a.continue_with_assistant())

    @rule(agent=AGENTS, act=st.sampled_from([a.agent_message, a.note, a.accept, a.take_over]))
    def agent_acts(self, agent: Any, act: Any) -> None:
        self.ask(act(agent))

    @rule(agent=AGENTS, act=st.sampled_from([a.return_to_ai, a.unassign, a.release]))
    def agent_gives_it_away(self, agent: Any, act: Any) -> None:
        self.ask(act(agent))

    @rule(to=AGENTS, by=AGENTS, anyway=st.booleans())
    def agent_assigns(self, to: Any, by: Any, *, anyway: bool) -> None:
        self.ask(a.assign(to, by, although_offline=anyway))

    @rule(agent=AGENTS, priority=st.sampled_from(Priority))
    def agent_sets(self, agent: Any, priority: Priority) -> None:
        self.ask(a.set_priority(priority))
        self.ask(a.add_collaborator(agent))
        self.ask(a.remove_collaborator(agent))
        self.ask(a.set_email())

    @rule(agent=AGENTS, sure=st.integers(0, 3))
    def agent_closes(self, agent: Any, sure: int) -> None:
        if sure == 0:
            self.ask(a.close(agent))

    @precondition(lambda self: self.proposals)
    @rule(which=st.integers(0, 1_000))
    def the_ai_proposes_now_or_late_or_twice(self, which: int) -> None:
        self.ask(self.proposals[which % len(self.proposals)])

    @precondition(lambda self: self.proposals)
    @rule(kind=st.integers(1, 3))
    def the_ai_proposes_in_time(self, kind: int) -> None:
        self.ask(self.proposals[-kind])

    @precondition(lambda self: self.conversation is not None)
    @rule(which=st.integers(0, 10))
    def a_deadline_comes(self, which: int) -> None:
        assert self.conversation is not None
        timers = sorted(timers_of(self.conversation), key=lambda timer: timer.due_at)
        if not timers:
            return
        due: Timer | None = timers[which % len(timers)]
        steps = 0
        while due is not None:
            # A late reminder is followed at once by the next step of its ladder, which ends.
            self.now = max(self.now, due.due_at)
            due, steps = self._fired(due), steps + 1
            assert steps <= LADDER, "a deadline comes again and again"

    def _fired(self, timer: "Timer") -> "Timer | None":
        """Let a deadline fire; the same deadline again if it is due at once."""
        assert self.conversation is not None
        verdict = decided_when_due(self.conversation, timer, self.facts, self.now)
        if verdict is None:
            return None
        self.take(verdict)
        same = [t for t in timers_of(verdict.state) if t.kind == timer.kind]
        return next((t for t in same if t.due_at <= self.now), None)

    @invariant()
    def the_state_is_what_the_facts_say(self) -> None:
        if self.conversation is not None:
            assert self.conversation.status is self.heard.status
            assert self.conversation.epoch == self.heard.epoch
            assert self.conversation.seq == self.heard.seq
            assert self.conversation.public_seq == self.heard.public_seq

    @invariant()
    def nobody_is_left_in_silence(self) -> None:
        """Whoever waits has a deadline that ends the wait."""
        if self.conversation is None:
            return
        kinds = {timer.kind for timer in timers_of(self.conversation)}
        match self.conversation.status:
            case Status.CLOSED:
                assert not kinds
            case Status.WAITING_FOR_HUMAN:
                assert "acceptance" in kinds
            case Status.ACTIVE_AI if self.conversation.unanswered:
                assert "ai_reply" in kinds
            case Status.ACTIVE_HUMAN if self.conversation.unanswered:
                assert "absence" in kinds
                assert "reply" in kinds or self.conversation.reminders == 2
            case _:
                assert self.conversation.unanswered or "idle" in kinds


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=RUNS, stateful_step_count=STEPS, deadline=None, derandomize=True, database=None
)
