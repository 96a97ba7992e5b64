"""Members who are named in what the team writes: rule N2."""

from uuid import UUID, uuid4

import pytest
from tests.builders import conversation as a

from switchboard.contracts.commands.conversation import AddInternalNote, SendAgentMessage
from switchboard.contracts.events.conversation import AgentMessageSent, MembersMentioned
from switchboard.contracts.events.public import PublicMessagePosted
from switchboard.contracts.message import Message
from switchboard.conversation.model.deadlines import DeadlineKind
from switchboard.conversation.model.facts import Facts, Member
from switchboard.runtime.roles import Accepted

MINE = a.a_conversation_with(a.ANNA)


def note(text: str) -> Message:
    return AddInternalNote(conversation_id=a.CONVERSATION, agent_id=a.ANNA, text=text)


def reply(text: str) -> Message:
    return SendAgentMessage(conversation_id=a.CONVERSATION, agent_id=a.ANNA, text=text)


def mentioned(verdict: a.Verdict) -> list[tuple[object, ...]]:
    facts = a.said(verdict)
    return [fact.notify for fact in facts if isinstance(fact, MembersMentioned)]


@pytest.mark.parametrize("write", [note, reply])
def test_n2_a_named_member_is_told_once_however_often_named(write: object) -> None:
    assert callable(write)
    verdict = a.decide(MINE, write(f"<@{a.BEN}>, please look; <@{a.BEN}>?"))
    assert mentioned(verdict) == [(a.BEN,)]


def test_n2_a_collaborator_is_told_too_and_only_once() -> None:
    shared = a.after(MINE, a.add_collaborator(a.BEN))
    assert mentioned(a.decide(shared, note(f"<@{a.BEN}>!"))) == [(a.BEN,)]


@pytest.mark.parametrize("write", [note, reply])
def test_n2_the_assigned_agent_is_told_once_also_where_they_were_reminded(write: object) -> None:
    """No other fact of the same text calls them."""
    assert callable(write)
    shared = a.after(a.after(MINE, a.add_collaborator(a.BEN)), a.user_message("Hello?"))
    reminded = a.when_due(shared, DeadlineKind.REPLY).state
    text = write(f"<@{a.ANNA}>, can you? <@{a.ANNA}>").model_copy(update={"agent_id": a.BEN})
    calls = [
        member
        for fact in a.said(a.decide(reminded, text, now=a.later(300)))
        for member in getattr(fact, "notify", ())
    ]
    assert calls == [a.ANNA]


@pytest.mark.parametrize(
    "text", ["@Ben", "nobody", f"<@{UUID(int=7)}>", f"<@{a.ANNA}> myself", "<@ben>", "<@>"]
)
def test_n2_nobody_else_is_told(text: str) -> None:
    assert mentioned(a.decide(MINE, note(text))) == []


def test_n2_who_has_left_the_team_is_not_told() -> None:
    facts = Facts(members=a.TEAM | {a.BEN: Member(a.BEN, "Ben", active=False)})
    assert mentioned(a.decide(MINE, note(f"<@{a.BEN}>"), facts)) == []


def test_n2_users_read_names_and_never_an_id() -> None:
    stranger = uuid4()
    verdict = a.decide(MINE, reply(f"<@{a.BEN}> will know, or <@{stranger}>."))
    assert isinstance(verdict, Accepted)
    public = [say.message for say in verdict.says if isinstance(say.message, PublicMessagePosted)]
    assert [message.text for message in public] == ["@Ben will know, or @someone."]
    team = [fact for fact in a.said(verdict) if isinstance(fact, AgentMessageSent)]
    assert str(a.BEN) in team[0].text
    assert verdict.state.preview is not None
    assert verdict.state.preview.text == "@Ben will know, or @someone."


def test_n2_an_id_in_capitals_names_its_member_and_is_shown_to_no_user() -> None:
    text = reply(f"<@{str(a.BEN).upper()}> will know, <@{a.BEN}>; not <@{str(uuid4()).upper()}>.")
    verdict = a.decide(MINE, text)
    assert mentioned(verdict) == [(a.BEN,)]
    assert isinstance(verdict, Accepted)
    public = [say.message for say in verdict.says if isinstance(say.message, PublicMessagePosted)]
    assert [message.text for message in public] == ["@Ben will know, @Ben; not @someone."]


def test_n2_the_fact_holds_nothing_of_the_note() -> None:
    verdict = a.decide(MINE, note(f"<@{a.BEN}> a secret"))
    (fact,) = [fact for fact in a.said(verdict) if isinstance(fact, MembersMentioned)]
    assert "secret" not in fact.model_dump_json()


def test_n2_x3_a_note_after_the_close_still_tells() -> None:
    closed = a.after(MINE, a.close())
    assert mentioned(a.decide(closed, note(f"<@{a.BEN}>"))) == [(a.BEN,)]
