"""Whether messages as they are now get along with those of the last release (design §6).

Old and new processes run side by side during a deploy, and old records lie in the topics for weeks.
So within one version of a message: an old reader must be able to read what a new writer says, and a
new reader what an old writer said. What cannot be had so is a new version, read before it is said.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from switchboard.contracts.export.schemas import Schema
from switchboard.contracts.topics import Topic

_REMARKS = ("description", "default", "title")


@dataclass(frozen=True, slots=True)
class Break:
    """One change that somebody does not survive.

    Attributes:
        message: the CloudEvents type.
        change: what changed, and who cannot read what.
        consumers: the services that hear it.
    """

    message: str
    change: str
    consumers: tuple[str, ...]

    def __str__(self) -> str:
        hearers = ", ".join(self.consumers) or "nobody"
        return f"{self.message}: {self.change} (heard by: {hearers})"


def breaks(
    released: Mapping[str, Schema], now: Mapping[str, Schema], topics: Sequence[Topic]
) -> list[Break]:
    """Everything that a deploy would break.

    Args:
        released: the schemas of the last release by CloudEvents type.
        now: the schemas as they are.
        topics: the registry.
    """
    hearers = _hearers(topics)
    return [
        Break(message, change, hearers.get(message, ()))
        for message, old in sorted(released.items())
        for change in _changes(old, now.get(message))
    ]


def _hearers(topics: Sequence[Topic]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for topic in topics:
        for message in topic.messages:
            known = found.get(message.ce_type(), ())
            found[message.ce_type()] = tuple(sorted({*known, *topic.consumers}))
    return found


def _changes(old: Schema, new: Schema | None) -> list[str]:
    if new is None:
        return ["the message is gone: records of it in the topics cannot be read"]
    found = _of_object("", old, new)
    for name, part in old.get("$defs", {}).items():
        if name in new.get("$defs", {}):
            found += _of_part(name, part, new["$defs"][name])
    return found


def _of_part(name: str, old: Schema, new: Schema) -> list[str]:
    before, after = _words(old), _words(new)
    if before and after:
        return _of_words(name, before, after)
    if old.get("type") != new.get("type") or bool(before) != bool(after):
        return [f"{name} is of another type: was {_shape(old)}, is {_shape(new)}"]
    return _of_object(f"{name}.", old, new)


def _words(schema: Schema) -> set[Any]:
    """The closed list of words that a value may be; a list of one is written as a constant."""
    return {schema["const"]} if "const" in schema else set(schema.get("enum", ()))


def _of_words(name: str, old: set[Any], new: set[Any]) -> list[str]:
    gone = [f"{name}: the word {word!r} is gone: old records cannot be read" for word in old - new]
    more = [f"{name}: the word {word!r} is new: old readers fail on it" for word in new - old]
    return sorted(gone) + sorted(more)


def _of_object(place: str, old: Schema, new: Schema) -> list[str]:
    before, after = old.get("properties", {}), new.get("properties", {})
    needed_before, needed_now = set(old.get("required", [])), set(new.get("required", []))
    found = [
        f"{place}{name} is gone: old readers need it"
        for name in before
        if name in needed_before and name not in after
    ]
    found += [
        f"{place}{name} is always present no more: old readers need it"
        for name in sorted(needed_before - needed_now)
        if name in after
    ]
    found += [
        f"{place}{name} has to be present now: old records lack it"
        for name in sorted(needed_now - needed_before)
    ]
    return found + [
        f"{place}{name} is of another type: was {_shape(before[name])}, is {_shape(after[name])}"
        for name in before
        if name in after and _shape(before[name]) != _shape(after[name])
    ]


def _shape(field: Any) -> Any:
    """What a reader relies on: the field without remarks."""
    if isinstance(field, dict):
        return {key: _shape(value) for key, value in field.items() if key not in _REMARKS}
    return [_shape(value) for value in field] if isinstance(field, list) else field
