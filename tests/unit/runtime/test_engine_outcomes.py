"""What of a stored decision its asker is told."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from switchboard.contracts.envelope import Envelope
from switchboard.runtime.engine.outcomes import outcome_record
from switchboard.runtime.engine.statements import Speaker

NOW = datetime(2026, 11, 26, tzinfo=UTC)
COMMAND = Envelope(
    id=uuid4(),
    type="test.ask.v1",
    source="/test",
    time=NOW,
    correlation_id=uuid4(),
    outcome_partition=3,
)


def test_n1_a_repeat_is_accepted_without_the_numbers_of_the_events_that_answered_it() -> None:
    decided = {
        "accepted": True,
        "data": {"number": 7},
        "answers": [
            {"topic": "conversation.events", "ce_id": str(uuid4()), "seq": 22},
            {"topic": "conversation.public", "ce_id": str(uuid4()), "public_seq": 20},
        ],
    }
    speaker = Speaker("/switchboard/test", 10_000, NOW)
    [record] = outcome_record(speaker, COMMAND, decided, repeated=True)
    assert record.partition == 3
    assert json.loads(record.body) == {
        "type": "command.outcome",
        "version": 1,
        "command_id": str(COMMAND.id),
        "accepted": True,
        "data": {"number": 7},
        "repeated": True,
    }
