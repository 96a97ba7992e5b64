from uuid import uuid4

import pytest

from switchboard.contracts.socket import Act
from switchboard.contracts.words import Role
from switchboard.gateway.decisions.ask_conversation import agent_command, visitor_command
from switchboard.gateway.model.chain import Target
from switchboard.gateway.model.principals import Agent, Visitor
from switchboard.gateway.model.problems import ProblemError

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
}
OF_VISITORS = {Act.OPEN, Act.SEND_MESSAGE, Act.REQUEST_HUMAN, Act.PROVIDE_EMAIL}


@pytest.mark.parametrize("act", list(Act))
def test_each_act_is_asked_only_by_those_whose_act_it_is(act: Act) -> None:
    if act in OF_AGENTS:
        command = agent_command(act, AGENT, WHERE.conversation_id, "text")
        assert command.key == str(WHERE.conversation_id)
    else:
        with pytest.raises(ProblemError, match="not_allowed"):
            agent_command(act, AGENT, WHERE.conversation_id, "text")
    if act in OF_VISITORS:
        assert visitor_command(act, VISITOR, WHERE, "text").key == str(WHERE.conversation_id)
    else:
        with pytest.raises(ProblemError, match="not_allowed"):
            visitor_command(act, VISITOR, WHERE, "text")


@pytest.mark.parametrize("text", [None, "", "  ", "a\x00b", "x" * 16_385])
def test_text_that_cannot_be_stored_is_refused_without_repeating_it(text: str | None) -> None:
    with pytest.raises(ProblemError) as refused:
        visitor_command(Act.SEND_MESSAGE, VISITOR, WHERE, text)
    document = refused.value.document()
    assert (document["code"], document["status"]) == ("invalid_request", 422)
    assert document["errors"][0]["at"] == "text"
