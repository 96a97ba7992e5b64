from __future__ import annotations

import pytest

from switchboard.contracts.topics import TOPICS
from switchboard.local.errors import LocalError
from switchboard.local.who import who

EVERY_MESSAGE = [(topic, message) for topic in TOPICS for message in topic.messages]


@pytest.mark.parametrize(("topic", "message"), EVERY_MESSAGE)
def test_every_message_is_found_by_either_name(topic: object, message: object) -> None:
    for name in (message.__name__, message.ce_type()):  # type: ignore[attr-defined]
        assert topic.name in who(name)  # type: ignore[attr-defined]


def test_an_unknown_message_is_refused() -> None:
    with pytest.raises(LocalError, match="No topic carries NoSuchThing"):
        who("NoSuchThing")
