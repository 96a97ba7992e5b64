"""Who asks for a human is understood, also misspelt; who writes about humans is not (rule H1)."""

import pytest

from switchboard.assistant.model.human_request import wants_human


@pytest.mark.parametrize(
    "text",
    [
        "I have got to speak with a eprson",
        "Can I talk to a real person please?",
        "agent",
        "human please",
        "i don't want to talk to a bot",
        "connect me to customer service",
        "I want a human",
    ],
)
def test_a_request_for_a_human_is_understood(text: str) -> None:
    assert wants_human(text)


@pytest.mark.parametrize(
    "text",
    [
        "How do I take over a conversation?",
        "how do visitors talk to an agent?",
        "What does the agent role allow?",
        "where is the bot configured",
        "my card was charged twice",
    ],
)
def test_a_question_is_no_request_for_a_human(text: str) -> None:
    assert not wants_human(text)
