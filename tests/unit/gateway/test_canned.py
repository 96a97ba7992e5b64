"""Canned responses: rule N3."""

import pytest

from switchboard.gateway.model.canned import unknown_variables


@pytest.mark.parametrize(
    "text",
    ["Hello!", "Hello {{user.name|there}},", "{{ agent.name }} here.", "{{user.name|}}", "{one}"],
)
def test_n3_a_text_may_ask_for_what_is_known_with_a_fall_back(text: str) -> None:
    assert unknown_variables(text) == ()


@pytest.mark.parametrize(("text", "name"), [("{{user.age}}", "user.age"), ("{{}}", "")])
def test_n3_a_text_that_nobody_could_fill_is_told_what_is_wrong(text: str, name: str) -> None:
    assert unknown_variables(text) == (name,)
