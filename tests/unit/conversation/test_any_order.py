"""Whatever is asked in whatever order, late or twice: what must never happen does not.

Rules C2-C9, X1, X2, H10, N5, I2 and E1. The engine's own decisions are made in memory, repeats and
all, and a plain model beside them hears only what is stated.
"""

from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.builders import conversation as a
from tests.unit.conversation.asking import Asking, named

from switchboard.contracts.commands.conversation import CONVERSATION_COMMANDS, VouchedPerson
from switchboard.contracts.envelope import Chain, read_envelope
from switchboard.contracts.erasing import ERASED
from switchboard.contracts.words import Priority, Status
from switchboard.conversation.handlers.table import timers_of
from switchboard.conversation.model.conversation import Conversation

STEPS, RUNS = 60, 150
LADDER = 2
"""The most steps that one deadline takes at once when it comes late (rules H8, H11)."""
AGENTS = st.sampled_from([a.ANNA, a.BEN])
BY_THE_USER = (
    a.user_message,
    a.open_conversation,
    a.request_human,
    a.email,
    a.request_ticket,
    a.continue_with_assistant,
)
BY_AN_AGENT = (a.agent_message, a.note, a.accept, a.take_over, a.return_to_ai, a.unassign)
STRANGER = UUID("00000000-0000-0000-0000-0000000000bb")
OTHER_PERSON = VouchedPerson(person_id=STRANGER, name="Kim")
KNOWN = Chain(a.PERSON.person_id)
RARE = {
    "forwarded",
    "forwarded again",
    "told again",
    "id reused",
    "known by its id alone",
    "deadline again",
}
"""What has to have happened at least once, or the runs were about nothing."""


class AnyOrder(Asking):
    """One visitor's conversations, to which anything may happen."""

    # Time, the team, and what was sent on ---------------------------------------------------------

    @rule(seconds=st.sampled_from([0.1, 5, 40, 200, 700, 100_000]))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(online=st.frozensets(AGENTS), away=st.frozensets(AGENTS), ai=st.booleans())
    def the_team_changes(self, online: frozenset[Any], away: frozenset[Any], *, ai: bool) -> None:
        self.online, self.away, self.ai_enabled = online, away - online, ai

    @precondition(lambda self: self.on_the_way)
    @rule()
    def what_was_sent_on_arrives(self) -> None:
        record = self.on_the_way.pop(0)
        if self.desk.outcome(record, read_envelope(record.headers).id) is None:
            self.decide(record)
        else:
            self.is_repeated(next(one for one in self.asked if named(one.record) == named(record)))

    # Who asks -------------------------------------------------------------------------------------

    @rule(known=st.booleans())
    def user_writes(self, *, known: bool) -> None:
        self.ask(a.user_message(), chain=KNOWN if known else None)

    @rule(command=st.sampled_from(BY_THE_USER))
    def user_asks(self, command: Any) -> None:
        self.ask(command())

    @rule(
        person=st.sampled_from([a.PERSON, a.PERSON, OTHER_PERSON]),
        visitor=st.sampled_from([a.VISITOR, a.VISITOR, STRANGER]),
    )
    def the_host_site_vouches(self, person: VouchedPerson, visitor: UUID) -> None:
        self.ask(a.identify(person, visitor_id=visitor))

    @rule(agent=AGENTS, act=st.sampled_from(BY_AN_AGENT))
    def agent_acts(self, agent: Any, act: Any) -> None:
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

    @rule(sure=st.integers(0, 7), person=st.sampled_from([None, a.PERSON.person_id]))
    def admin_erases(self, sure: int, person: UUID | None) -> None:
        if sure == 0:
            self.ask(a.erase_person(person_id=person))

    @rule(agent=AGENTS, leaves=st.booleans())
    def another_service_has_something_to_tell(self, agent: Any, *, leaves: bool) -> None:
        self.ask(a.release(agent) if leaves else a.system_line(), waits=None)

    @precondition(lambda self: self.proposals)
    @rule(which=st.integers(0, 1_000))
    def the_ai_proposes_now_or_late_or_twice(self, which: int) -> None:
        self.ask(self.proposals[which % len(self.proposals)], waits=None)

    @precondition(lambda self: self.proposals)
    @rule(kind=st.integers(1, 3))
    def the_ai_proposes_in_time(self, kind: int) -> None:
        self.ask(self.proposals[-kind], waits=None)

    # Known ids (rule N5) --------------------------------------------------------------------------

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0, 1_000), sent_on=st.booleans())
    def the_same_comes_again(self, which: int, *, sent_on: bool) -> None:
        among = [one for one in self.asked if sent_on and one.sent] or self.asked
        self.is_repeated(among[-1 - which % len(among)])

    @precondition(lambda self: self.asked)
    @rule(which=st.integers(0, 1_000))
    def another_comes_under_a_known_id(self, which: int) -> None:
        self.is_refused(self.asked[-1 - which % len(self.asked)])

    # Deadlines (rule H10) -------------------------------------------------------------------------

    @precondition(lambda self: self.desk.timers())
    @rule(which=st.integers(0, 10))
    def a_deadline_comes(self, which: int) -> None:
        timers = self.desk.timers()
        key, timer = timers[which % len(timers)]
        due, steps = [timer], 0
        while due:
            # A late reminder is followed at once by the next step of its ladder, which ends.
            self.now = max(self.now, due[0].due_at)
            due, steps = self.fired(key, due[0]), steps + 1
            assert steps <= LADDER, "a deadline comes again and again"

    @precondition(lambda self: self.over)
    @rule(which=st.integers(0, 1_000))
    def a_deadline_that_is_over_comes_again(self, which: int) -> None:
        key, timer = self.over[which % len(self.over)]
        self.tally["deadline again"] += 1
        draft = self.desk.deadline(key, timer, self.facts, self.now)
        assert draft.changes == draft.events == draft.refused == []

    # What holds all the time ----------------------------------------------------------------------

    @invariant()
    def the_states_are_what_the_facts_say(self) -> None:
        assert self.desk.states.keys() == self.heard.keys()
        for key, one in self.desk.states.items():
            heard = self.heard[key]
            assert (one.status, one.epoch) == (heard.status, heard.epoch)
            assert (one.seq, one.public_seq) == (heard.seq, heard.public_seq)
            assert (one.person_id, one.erased) == (heard.person, heard.erased)
            if one.erased:
                assert (one.user_name, one.user_email, one.problem) == (None, None, None)
                assert one.preview is None or one.preview.text == ERASED

    @invariant()
    def every_message_that_the_ai_is_to_answer_is_covered_by_a_turn(self) -> None:
        for heard in self.heard.values():
            assert not heard.owes_an_answer or heard.covers is not None

    @invariant()
    def the_engine_has_noted_the_deadlines_that_there_are(self) -> None:
        due = [(key, t) for key, one in self.desk.states.items() for t in timers_of(one)]
        assert sorted(self.desk.timers()) == sorted(due)

    @invariant()
    def nobody_is_left_in_silence(self) -> None:
        """Whoever waits has a deadline that ends the wait."""
        for one in self.desk.states.values():
            _assert_somebody_wakes(one)

    def teardown(self) -> None:
        """What was sent on arrives in the end, once each (rule X2)."""
        while self.on_the_way:
            self.what_was_sent_on_arrives()
        for one in self.asked:
            if one.outcome.get("forwarded"):
                self.tally["forwarded"] += 1
                assert one.id in self.stored


def _assert_somebody_wakes(conversation: Conversation) -> None:
    kinds = {timer.kind for timer in timers_of(conversation)}
    match conversation.status:
        case Status.CLOSED:
            assert not kinds
        case Status.WAITING_FOR_HUMAN:
            assert "acceptance" in kinds
        case Status.ACTIVE_AI if conversation.unanswered:
            assert "ai_reply" in kinds
        case Status.ACTIVE_HUMAN if conversation.unanswered:
            assert "absence" in kinds
            assert "reply" in kinds or conversation.reminders == 2
        case _:
            assert conversation.unanswered or "idle" in kinds


def test_whatever_is_asked_late_twice_or_under_a_known_id_breaks_no_rule() -> None:
    tally: Counter[str] = Counter()
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        lambda: AnyOrder(tally),
        settings=settings(
            max_examples=RUNS,
            stateful_step_count=STEPS,
            deadline=None,
            derandomize=True,
            database=None,
        ),
    )
    assert tally.keys() >= {command.ce_type() for command in CONVERSATION_COMMANDS}
    assert tally.keys() >= RARE
