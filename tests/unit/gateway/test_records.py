from datetime import UTC, datetime
from uuid import uuid4

import pytest

from switchboard.contracts.codec import encode
from switchboard.contracts.envelope import Envelope
from switchboard.contracts.events.conversation import InternalNoteAdded
from switchboard.contracts.events.public import PublicMessagePosted, PublicSource
from switchboard.gateway.api.fanout.records import head_of, public_seq_of, seq_of

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def test_numbers_are_read_from_bodies_as_the_codec_writes_them() -> None:
    note = InternalNoteAdded(
        conversation_id=uuid4(),
        seq=41,
        at=NOW,
        message_id=uuid4(),
        agent_id=uuid4(),
        agent_name="Anna",
        text='{"conversation_id":"x","seq":7',
    )
    posted = PublicMessagePosted(
        conversation_id=uuid4(),
        public_seq=42,
        at=NOW,
        message_id=uuid4(),
        source=PublicSource.AI,
        text="hello",
    )
    assert seq_of(encode(note)) == 41
    assert public_seq_of(encode(posted)) == 42


def test_numbers_are_found_in_any_other_order_too() -> None:
    assert seq_of(b'{"text": "a", "seq": 5}') == 5
    assert public_seq_of(b'{"text": "a", "public_seq": 6}') == 6


def test_a_body_without_a_number_is_an_error() -> None:
    with pytest.raises(KeyError):
        seq_of(b"{}")


def test_the_head_says_type_cause_and_answer() -> None:
    cause = uuid4()
    envelope = Envelope(
        id=uuid4(),
        type="public.message_posted.v1",
        source="/test",
        time=NOW,
        correlation_id=cause,
        causation_id=cause,
        answer=True,
    )
    head = head_of(envelope.headers())
    assert head == ("public.message_posted.v1", str(cause).encode(), True)
