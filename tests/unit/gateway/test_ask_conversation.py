from uuid import uuid4

import pytest

from switchboard.contracts.socket import Act
from switchboard.contracts.words import Priority, Role
from switchboard.gateway.decisions.ask_conversation import agent_command, visitor_command
from switchboard.gateway.model.chain import Target
from switchboard.gateway.model.principals import Agent, Visitor
from switchboard.gateway.model.problems import ProblemError
from switchboard.gateway.model.wish import Wish

AGENT = Agent(uuid4(), "Anna", "Anna Berg", Role.AGENT)
VISITOR = Visitor(uuid4(), "demo")
WHERE = Target(uuid4(), None)
OF_AGENTS = {
    Act.SEND_MESSAGE,
    Act.ADD_NOTE,
    Act.ACCEPT,
    Act.TAKE_OVER,
    Act.RETURN_TO_AI,
    Act.CLOSE,
    Act.ASSIGN,
    Act.UNASSIGN,
    Act.SET_PRIORITY,
    Act.SET_USER_EMAIL,
    Act.ADD_COLLABORATOR,
    Act.REMOVE_COLLABORATOR,
}
OF_VISITORS = {
    Act.OPEN,
    Act.SEND_MESSAGE,
    Act.REQUEST_HUMAN,
    Act.PROVIDE_EMAIL,
    Act.CONTINUE_WITH_ASSISTANT,
    Act.REQUEST_TICKET,
}


def a_wish(act: Act, text: str | None = "text") -> Wish:
    return Wish(act, WHERE.conversation_id, "key", text, member_id=uuid4(), priority=Priority.HIGH)


@pytest.mark.parametrize("act", list(Act))
def test_d3_each_act_is_asked_only_by_those_whose_act_it_is(act: Act) -> None:
    if act in OF_AGENTS:
        assert agent_command(AGENT, a_wish(act)).key == str(WHERE.conversation_id)
    else:
        with pytest.raises(ProblemError, match="not_allowed"):
            agent_command(AGENT, a_wish(act))
    if act in OF_VISITORS:
        assert visitor_command(VISITOR, WHERE, a_wish(act)).key == str(WHERE.conversation_id)
    else:
        with pytest.raises(ProblemError, match="not_allowed"):
            visitor_command(VISITOR, WHERE, a_wish(act))


@pytest.mark.parametrize(
    ("act", "missing"),
    [
        (Act.ASSIGN, "member_id"),
        (Act.SET_PRIORITY, "priority"),
        (Act.ADD_COLLABORATOR, "member_id"),
        (Act.SEND_MESSAGE, "text"),
    ],
)
def test_a_value_that_an_act_needs_is_asked_for_by_name(act: Act, missing: str) -> None:
    with pytest.raises(ProblemError) as refused:
        agent_command(AGENT, Wish(act, WHERE.conversation_id, "key"))
    assert refused.value.document()["errors"] == [{"at": missing, "problem": "missing"}]


@pytest.mark.parametrize("text", [None, "", "  ", "a\x00b", "x" * 16_385])
def test_text_that_cannot_be_stored_is_refused_without_repeating_it(text: str | None) -> None:
    with pytest.raises(ProblemError) as refused:
        visitor_command(VISITOR, WHERE, a_wish(Act.SEND_MESSAGE, text))
    document = refused.value.document()
    assert (document["code"], document["status"]) == ("invalid_request", 422)
    assert document["errors"][0]["at"] == "text"
