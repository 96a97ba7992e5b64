"""Deciding a poll's commands and deadlines in memory: no I/O from here on."""

from collections.abc import Mapping
from typing import Any
from uuid import uuid5

import structlog
from pydantic_core import to_jsonable_python

from switchboard.contracts.ids import STATEMENTS
from switchboard.runtime.engine.carrying_out import CarryingOut
from switchboard.runtime.engine.draft import Decided, Draft, Kept
from switchboard.runtime.engine.memory import Command, Deadline, Memory
from switchboard.runtime.engine.outcomes import answers_of, outcome_record
from switchboard.runtime.engine.places import Owned
from switchboard.runtime.engine.records import Fault, command_fingerprint
from switchboard.runtime.engine.statements import Cause, Speaker, TooLargeError
from switchboard.runtime.roles import Accepted, Decider, Decision, Forwarded, Incoming, Refused


class Deciding:
    """The decisions of one poll, in order.

    Args:
        bare: leave out what a refusal would state; for a record whose refusal could not be stored.
    """

    def __init__(
        self,
        decider: Decider[Any],
        speaker: Speaker,
        memory: Memory,
        draft: Draft,
        *,
        bare: bool = False,
    ) -> None:
        self._decider = decider
        self._speaker = speaker
        self._memory = memory
        self._draft = draft
        self._carrying_out = CarryingOut(decider, speaker, memory, draft)
        self._bare = bare
        self._log = structlog.get_logger("engine")

    def command(self, command: Command, forced: Fault | None = None) -> None:
        """Decide a command; whatever goes wrong with it concerns nothing else.

        Args:
            command: as it was read.
            forced: refuse it with this, without asking the rules.
        """
        incoming = command.reading.incoming
        if incoming is None or command.reading.fault is not None:
            self._refuse_unread(command)
            return
        fingerprint = command_fingerprint(command.reading.record, incoming.envelope.type)
        known = self._memory.decided.get((incoming.key, incoming.envelope.id))
        if known is not None:
            self._repeat(command, incoming, known, fingerprint)
        elif forced is not None:
            self._refuse(command, incoming, fingerprint, Refused(forced.code), forced)
        else:
            self._decide(command, incoming, fingerprint)

    def deadline(self, deadline: Deadline, forced: Fault | None = None) -> None:
        """Decide a deadline, which is over in any case: exactly once."""
        owned, timer = deadline.owned, deadline.timer
        if forced is not None:
            self._give_up(deadline, forced)
            return
        try:
            state = self._memory.states.get(deadline.key)
            current = state is not None and timer in self._decider.timers(state)
            decision = (
                self._decider.due(state, timer, self._memory.facts, self._draft.now)
                if current
                else None
            )
            if decision is not None:
                self._carrying_out.accept(owned, deadline.key, None, decision, _cause_of(deadline))
        except Exception as error:  # noqa: BLE001 - a rule that fails concerns one deadline only
            self._give_up(deadline, _fault_of(error))
            return
        self._disarm(deadline)

    def finish(self) -> None:
        """Take one snapshot of each entity that changed."""
        self._carrying_out.take_snapshots()

    def _decide(self, command: Command, incoming: Incoming, fingerprint: bytes) -> None:
        state = self._memory.states.get(incoming.key)
        try:
            decision = self._decider.decide(state, incoming, self._memory.facts, self._draft.now)
            self._carry_out(command, incoming, fingerprint, decision)
        except Exception as error:  # noqa: BLE001 - a rule that fails concerns one command only
            fault = _fault_of(error)
            self._refuse(command, incoming, fingerprint, Refused(fault.code), fault)

    def _carry_out(
        self, command: Command, incoming: Incoming, fingerprint: bytes, decision: "Decision[Any]"
    ) -> None:
        if isinstance(decision, Forwarded):
            self._carrying_out.forward(command.owned, incoming, decision)
            to = {"forwarded": True, "to": decision.send.message.key}
            self._remember(incoming, fingerprint, to)
        elif isinstance(decision, Refused):
            self._refuse(command, incoming, fingerprint, decision, None)
        else:
            self._carry_out_accepted(command.owned, incoming, fingerprint, decision)

    def _carry_out_accepted(
        self, owned: Owned, incoming: Incoming, fingerprint: bytes, decision: Accepted[Any]
    ) -> None:
        outcome: dict[str, Any] = {
            "accepted": True,
            "data": to_jsonable_python(decision.data) if decision.data else {},
        }
        answered = any(say.answer for say in decision.says)
        told = [] if answered else outcome_record(self._speaker, incoming.envelope, outcome)
        cause = Cause.of(incoming.envelope)
        said = self._carrying_out.accept(owned, incoming.key, incoming, decision, cause)
        if decision.erases:
            self._draft.erased[incoming.key] = owned
        if answered:
            outcome["answers"] = answers_of(decision.says, said)
        self._remember(incoming, fingerprint, outcome)
        self._draft.outcomes.extend(told)

    def _repeat(
        self, command: Command, incoming: Incoming, known: Decided, fingerprint: bytes
    ) -> None:
        if known.fingerprint and known.fingerprint != fingerprint:  # an erased one has none left
            self._refuse_reused(command, incoming, fingerprint)
        elif known.outcome.get("forwarded"):
            self._forward_again(command, incoming._replace(forwarded_to=known.outcome.get("to")))
        else:
            self._answer(incoming, known.outcome, repeated=True)

    def _forward_again(self, command: Command, incoming: Incoming) -> None:
        try:
            decision = self._decider.decide(
                self._memory.states.get(incoming.key), incoming, self._memory.facts, self._draft.now
            )
            if isinstance(decision, Refused):  # the entity was erased since
                self._answer(incoming, _outcome_of(decision))
            elif isinstance(decision, Forwarded):
                self._carrying_out.forward(command.owned, incoming, decision)
            else:
                raise TypeError("a repeat of a forwarded command was accepted")  # noqa: TRY301
        except Exception as error:  # noqa: BLE001 - a rule that fails concerns one command only
            self._keep(command, _fault_of(error))

    def _refuse_reused(self, command: Command, incoming: Incoming, fingerprint: bytes) -> None:
        """Refuse another command under an id that is taken; the first one's outcome stays."""
        refused: Refused[Any] = Refused("command_id_reused")
        cause = Cause.of(incoming.envelope)
        cause.id = uuid5(cause.id, fingerprint.hex())
        self._log.warning("command id reused", command_id=str(incoming.envelope.id))
        self._state_refusal(command, incoming, refused, cause)
        self._answer(incoming, {"accepted": False, "code": refused.code, "data": {}})

    def _refuse(
        self,
        command: Command,
        incoming: Incoming,
        fingerprint: bytes,
        refused: Refused[Any],
        fault: Fault | None,
    ) -> None:
        outcome = _outcome_of(refused)
        self._state_refusal(command, incoming, refused, Cause.of(incoming.envelope))
        if fault is not None:
            self._keep(command, fault)
        self._remember(incoming, b"" if refused.forgets else fingerprint, outcome)
        self._answer(incoming, outcome)

    def _state_refusal(
        self, command: Command, incoming: Incoming, refused: Refused[Any], cause: Cause
    ) -> None:
        """State what the rule says of its refusal, else what a service has to hear of it."""
        if refused.says or refused.sends or refused.state is not None:
            self._carrying_out.accept(command.owned, incoming.key, incoming, refused, cause)
            return
        state = self._memory.states.get(incoming.key)
        if incoming.envelope.outcome_partition is not None or state is None or self._bare:
            return
        try:
            stated = self._decider.refusal(
                state, incoming.envelope.id, incoming.envelope.type, refused.code, self._draft.now
            )
            if stated is not None:
                self._carrying_out.accept(command.owned, incoming.key, incoming, stated, cause)
        except Exception as error:  # noqa: BLE001 - the refusal stands, also without its event
            self._keep(command, _fault_of(error))

    def _refuse_unread(self, command: Command) -> None:
        """Refuse what could not be read; not remembered, for a later version may read it."""
        reading = command.reading
        if reading.fault is None:
            return
        self._keep(command, reading.fault)
        if reading.envelope is not None:
            outcome = {"accepted": False, "code": reading.fault.code, "data": {}}
            record = outcome_record(self._speaker, reading.envelope, outcome)
            self._draft.outcomes.extend(record)

    def _answer(
        self, incoming: Incoming, outcome: Mapping[str, Any], *, repeated: bool = False
    ) -> None:
        record = outcome_record(self._speaker, incoming.envelope, outcome, repeated=repeated)
        self._draft.outcomes.extend(record)

    def _remember(self, incoming: Incoming, fingerprint: bytes, outcome: Mapping[str, Any]) -> None:
        decided = Decided(incoming.key, incoming.envelope.id, fingerprint, outcome)
        self._memory.decided[incoming.key, incoming.envelope.id] = decided
        self._draft.decided.append(decided)

    def _keep(self, command: Command, fault: Fault) -> None:
        record = command.reading.record
        self._log.error(
            "command refused",
            code=fault.code,
            detail=fault.detail,
            topic=command.owned.topic.name,
            partition=record.partition,
            offset=record.offset,
        )
        self._draft.refused.append(Kept.of(command.owned, record, fault))

    def _give_up(self, deadline: Deadline, fault: Fault) -> None:
        self._log.error(
            "deadline disarmed", code=fault.code, detail=fault.detail, kind=deadline.timer.kind
        )
        self._draft.refused.append(
            Kept(deadline.owned, None, deadline.key.encode(), "{}", None, fault)
        )
        self._disarm(deadline)

    def _disarm(self, deadline: Deadline) -> None:
        """Clear it, unless it was set anew: by this batch, or by an earlier part of its poll."""
        place = (deadline.key, deadline.timer.kind)
        is_set_anew = place in self._draft.armed
        if not is_set_anew and deadline.owned.timers.holds(deadline.key, deadline.timer):
            self._draft.disarm(deadline.owned, place)


def _outcome_of(refused: Refused[Any]) -> dict[str, Any]:
    return {
        "accepted": False,
        "code": refused.code,
        "data": to_jsonable_python(refused.data) if refused.data else {},
    }


def _cause_of(deadline: Deadline) -> Cause:
    timer = deadline.timer
    name = f"{deadline.owned.topic.name}\n{deadline.key}\n{timer.kind}\n{timer.set_at_seq}"
    identifier = uuid5(STATEMENTS, name)
    return Cause(identifier, identifier)


def _fault_of(error: Exception) -> Fault:
    if isinstance(error, TooLargeError):
        return Fault("too_large", str(error))
    return Fault("internal", type(error).__name__)
