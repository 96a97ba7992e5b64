"""Files go where their message goes (rule N1)."""

from uuid import UUID

from tests.builders.conversation import (
    accept,
    after,
    agent_message,
    decide,
    note,
    said,
    user_message,
)

from switchboard.contracts.commands.conversation import Attachment
from switchboard.contracts.events.conversation import (
    AgentMessageSent,
    InternalNoteAdded,
    UserMessageSent,
)
from switchboard.contracts.events.public import PublicEvent, PublicMessagePosted

FILE = Attachment(
    attachment_id=UUID("00000000-0000-0000-0000-0000000000ff"),
    name="bill.pdf",
    media_type="application/pdf",
    size=4_096,
)


def test_n1_a_users_and_an_agents_files_are_in_both_streams() -> None:
    accepted = after(after(None, user_message()), accept())
    for command, fact in (
        (user_message(attachments=(FILE,)), UserMessageSent),
        (agent_message().model_copy(update={"attachments": (FILE,)}), AgentMessageSent),
    ):
        messages = said(decide(accepted, command))
        (stored,) = (m for m in messages if isinstance(m, fact))
        (seen,) = (m for m in messages if isinstance(m, PublicMessagePosted))
        assert stored.attachments == seen.attachments == (FILE,)


def test_n1_a_notes_files_are_in_no_public_record() -> None:
    command = note().model_copy(update={"attachments": (FILE,)})
    messages = said(decide(after(None, user_message()), command))
    (stored,) = (m for m in messages if isinstance(m, InternalNoteAdded))
    assert stored.attachments == (FILE,)
    assert not [m for m in messages if isinstance(m, PublicEvent)]


def test_a_message_from_before_there_were_files_has_none() -> None:
    stored = PublicMessagePosted.model_validate_json(
        '{"conversation_id":"00000000-0000-0000-0000-0000000000ff","public_seq":2,'
        '"at":"2026-11-23T09:15:02+00:00","message_id":"00000000-0000-0000-0000-0000000000ff",'
        '"source":"user","text":"Hello"}'
    )
    assert stored.attachments == ()
