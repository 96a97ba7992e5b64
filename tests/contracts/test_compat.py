"""A change that somebody does not survive is found, and those who hear it are named."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from switchboard.contracts.compat import breaks
from switchboard.contracts.export import released_schemas
from switchboard.contracts.export.schemas import message_schemas
from switchboard.contracts.topics import TOPICS

WORKSPACE = Path(__file__).parents[2]
CLOSED = "conversation.closed.v1"
NOW = message_schemas(TOPICS)


def test_nothing_breaks_those_who_run_the_last_release() -> None:
    assert [str(one) for one in breaks(released_schemas(WORKSPACE), NOW, TOPICS)] == []


def test_every_message_of_every_topic_is_checked() -> None:
    released = released_schemas(WORKSPACE)
    assert {one.message for one in breaks(released, {}, TOPICS)} == set(released)
    assert set(released) == set(NOW), "run `python -m switchboard.contracts release`"


def _drop(schema: dict[str, Any], name: str) -> None:
    del schema["properties"][name]
    schema["required"].remove(name)


def _retype(schema: dict[str, Any], name: str) -> None:
    schema["properties"][name] = {"type": "string"}


HARMFUL: dict[str, Callable[[dict[str, Any]], object]] = {
    "epoch is gone": lambda schema: _drop(schema, "epoch"),
    "epoch is of another type": lambda schema: _retype(schema, "epoch"),
    "epoch is always present no more": lambda schema: schema["required"].remove("epoch"),
    "agent_id has to be present now": lambda schema: schema["required"].append("agent_id"),
    "the word 'closed' is gone": lambda schema: schema["$defs"]["Status"]["enum"].remove("closed"),
    "Status is of another type": lambda schema: schema["$defs"].update(Status={"type": "string"}),
    "the word 'held' is new": lambda schema: schema["$defs"]["Status"]["enum"].append("held"),
}


@pytest.mark.parametrize("change", HARMFUL)
def test_a_harmful_change_is_found_with_those_who_hear_it(change: str) -> None:
    changed = copy.deepcopy(NOW)
    HARMFUL[change](changed[CLOSED])
    (found,) = breaks(NOW, changed, TOPICS)
    assert found.message == CLOSED
    assert change in found.change
    assert found.consumers == ("analysis", "assistant", "gateway", "notification", "ticketing")


HARMLESS: dict[str, Callable[[dict[str, Any]], object]] = {
    "an optional field more": lambda schema: schema["properties"].update(
        {"mood": {"type": "string", "default": ""}}
    ),
    "another description": lambda schema: schema.update(description="Otherwise."),
    "an optional field less": lambda schema: schema["properties"].pop("agent_id"),
}


@pytest.mark.parametrize("change", HARMLESS)
def test_a_harmless_change_is_let_pass(change: str) -> None:
    changed = copy.deepcopy(NOW)
    HARMLESS[change](changed[CLOSED])
    assert breaks(NOW, changed, TOPICS) == []


def test_a_new_message_breaks_nobody() -> None:
    old = {message: schema for message, schema in NOW.items() if message != CLOSED}
    assert breaks(old, NOW, TOPICS) == []


def test_a_list_of_one_word_that_grows_is_found() -> None:
    """It is written as a constant, and becomes an enumeration."""
    old = {CLOSED: NOW[CLOSED] | {"$defs": {"Kind": {"const": "note", "type": "string"}}}}
    kind = {"enum": ["note", "tag"], "type": "string"}
    (found,) = breaks(old, {CLOSED: NOW[CLOSED] | {"$defs": {"Kind": kind}}}, TOPICS)
    assert "the word 'tag' is new" in found.change
