"""E1: of every text in every message it is known whether it says something of a person."""

from collections.abc import Iterator
from typing import Any

from switchboard.contracts.erasing import FORM, STAYS
from switchboard.contracts.message import Message, ShortText
from switchboard.contracts.topics import TOPICS

_OTHER_THAN_TEXT = {"format", "const", "enum"}


def free_texts(message: type[Message]) -> set[str]:
    """The names of the fields that may hold any text, but for what is erased as a whole."""
    schema = message.model_json_schema(mode="serialization")
    return set(_texts(schema, schema.get("$defs", {}), "", ()))


def _texts(
    schema: dict[str, Any], parts: dict[str, Any], name: str, seen: tuple[str, ...]
) -> Iterator[str]:
    if (reference := schema.get("$ref", "").rpartition("/")[2]) in parts and reference not in seen:
        yield from _texts(parts[reference], parts, name, (*seen, reference))
    if not schema or (schema.get("type") == "string" and not _OTHER_THAN_TEXT & schema.keys()):
        yield name
    for one in schema.get("anyOf", ()):
        yield from _texts(one, parts, name, seen)
    for field, one in schema.get("properties", {}).items():
        if not (field in FORM and _is_container(one)):
            yield from _texts(one, parts, field, seen)
    for inner in ("items", "additionalProperties"):
        if isinstance(schema.get(inner), dict):
            yield from _texts(schema[inner], parts, name, seen)


def _is_container(schema: dict[str, Any]) -> bool:
    return schema.get("type") in ("array", "object")


def test_every_text_of_every_message_is_either_erased_or_stays_for_a_reason() -> None:
    found = {name for topic in TOPICS for kind in topic.messages for name in free_texts(kind)}
    assert "text" in found
    unknown = found - FORM.keys() - STAYS.keys()
    assert not unknown, f"put them into switchboard.contracts.erasing: {sorted(unknown)}"
    assert not FORM.keys() & STAYS.keys()


def test_a_text_that_nobody_thought_of_is_found() -> None:
    class Said(Message):
        nickname: ShortText | None = None

    assert free_texts(Said) - FORM.keys() - STAYS.keys() == {"nickname"}


def test_no_name_is_kept_for_a_field_that_no_message_has() -> None:
    names = {field for topic in TOPICS for kind in topic.messages for field in _fields(kind)}
    assert not (FORM.keys() | STAYS.keys()) - names


def _fields(message: type[Message]) -> set[str]:
    schema = message.model_json_schema(mode="serialization")
    parts = schema.get("$defs", {}).values()
    return {name for one in (schema, *parts) for name in one.get("properties", {})}
