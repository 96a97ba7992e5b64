from dataclasses import FrozenInstanceError, replace
from typing import Any

import pytest
from tests.builders import conversation as a

from switchboard.conversation.model.conversation import Conversation


def a_conversation() -> Conversation:
    return a.after(None, a.user_message())


def test_a_change_leaves_the_conversation_that_it_was_made_from() -> None:
    before = a_conversation()
    after = before.changed(user_email="ada@example.com")
    assert before.user_email is None
    assert after == replace(before, user_email="ada@example.com")


def test_a_field_that_a_conversation_does_not_have_cannot_be_changed() -> None:
    with pytest.raises(TypeError, match="user_mail"):
        a_conversation().changed(user_mail="ada@example.com")


def test_a_changed_conversation_is_frozen_too() -> None:
    changed: Any = a_conversation().changed(seq=7)
    with pytest.raises(FrozenInstanceError):
        changed.seq = 8
