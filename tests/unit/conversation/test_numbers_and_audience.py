"""Every fact has the next number, and users see only what is theirs: rule N1, design section 2."""

import json

from tests.builders import conversation as a

from switchboard.contracts import codec
from switchboard.contracts.events.conversation import ConversationEvent
from switchboard.contracts.events.public import PublicEvent
from switchboard.contracts.message import Message
from switchboard.runtime.roles import Accepted, Refused

STORY: list[Message] = [
    a.user_message(),
    a.note(text="needle note"),
    a.ai_reply(),
    a.request_human(),
    a.accept(),
    a.ai_reply(turn=2),
    a.agent_message(),
    a.note(text="needle again"),
    a.take_over(a.BEN),
    a.return_to_ai(a.BEN),
    a.close(a.BEN),
    a.note(text="needle after"),
]


def _whole_story() -> list[Message]:
    conversation, messages = None, []
    for step, command in enumerate(STORY):
        verdict = a.decide(conversation, command, key=str(step))
        assert isinstance(verdict, Accepted | Refused)
        conversation = verdict.state or conversation
        messages += a.said(verdict)
    return messages


def test_seq_and_public_seq_are_gap_free() -> None:
    story = _whole_story()
    team = [m.seq for m in story if isinstance(m, ConversationEvent)]
    public = [m.public_seq for m in story if isinstance(m, PublicEvent)]
    assert team == list(range(1, len(team) + 1))
    assert public == list(range(1, len(public) + 1))
    assert len(team) > len(public) > 10


def test_n1_nothing_of_a_note_and_nothing_internal_is_public() -> None:
    team_ids = {
        str(m.message_id)
        for m in _whole_story()
        if isinstance(m, ConversationEvent) and hasattr(m, "message_id")
    }
    public = [codec.encode(m).decode() for m in _whole_story() if isinstance(m, PublicEvent)]
    whole = "\n".join(public)
    assert "needle" not in whole
    assert str(a.ANNA) not in whole
    assert team_ids
    assert not [identifier for identifier in team_ids if identifier in whole]
    assert not [body for body in public if "seq" in json.loads(body)]


def test_n5_the_same_decision_made_again_gives_the_same_ids() -> None:
    assert a.decide(None, a.user_message()) == a.decide(None, a.user_message())


def test_messages_and_notes_are_counted_and_lines_of_the_system_are_not() -> None:
    conversation = None
    for step, command in enumerate(STORY):
        verdict = a.decide(conversation, command, key=str(step))
        assert isinstance(verdict, Accepted | Refused)
        conversation = verdict.state or conversation
    assert conversation is not None
    said = [type(message).__name__ for message in _whole_story()]
    wanted = ("UserMessageSent", "AiMessageSent", "AgentMessageSent", "InternalNoteAdded")
    assert conversation.messages == sum(said.count(name) for name in wanted) > 4
    assert conversation.written == {a.ANNA: conversation.messages}
