"""What the engine puts together by hand for speed is what the contracts say."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from switchboard.contracts.envelope import read_envelope
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.ids import statement_id
from switchboard.contracts.topics import COMMAND_OUTCOMES_TOPIC
from switchboard.runtime.engine.statements import Cause, Speaker, TooLargeError

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
CAUSE = UUID("5b0f6b1e-0000-4000-8000-00000000000a")
CORRELATION = UUID("5b0f6b1e-0000-4000-8000-00000000000b")
TRACE = '00-"\\-01'


def outcome(**data: int) -> CommandOutcome:
    return CommandOutcome(command_id=CAUSE, accepted=True, data=dict(data))


def test_an_events_headers_are_an_envelope_and_are_stored_as_they_are_said() -> None:
    speaker = Speaker("/switchboard/test", 10_000, NOW)
    cause = Cause(CAUSE, CORRELATION, TRACE)
    for index in range(50):
        event = speaker.event(COMMAND_OUTCOMES_TOPIC, outcome(), 3, cause, answer=index % 2 == 0)
        event.number(index)
        envelope = read_envelope(event.headers)
        assert envelope.id == statement_id(CAUSE, index)
        assert dict(envelope.headers()) == dict(event.headers)
        assert envelope.correlation_id == CORRELATION
        assert envelope.causation_id == CAUSE
        assert envelope.answer is (index % 2 == 0)
        stored = json.loads(event.headers_json())
        assert {name: value.encode() for name, value in stored.items()} == dict(event.headers)


def test_a_record_that_the_broker_would_not_take_is_refused_before_it_is_stored() -> None:
    speaker = Speaker("/switchboard/test", 3_000, NOW)
    speaker.event(COMMAND_OUTCOMES_TOPIC, outcome(), 3, Cause(CAUSE, CORRELATION))
    swollen = outcome(**{f"number{n}": n for n in range(200)})
    with pytest.raises(TooLargeError):
        speaker.event(COMMAND_OUTCOMES_TOPIC, swollen, 3, Cause(CAUSE, CORRELATION))
