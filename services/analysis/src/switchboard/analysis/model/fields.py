"""Fields by pattern: a candidate becomes a value of its type, or is missing with a reason (A2)."""

import math
import re
from collections.abc import Sequence

from switchboard.analysis.model.definitions import Definition
from switchboard.contracts.events.analysis import ExtractedField, FieldType

NOT_MENTIONED = "not_mentioned"
WRONG_TYPE = "wrong_type"
NOT_AN_OPTION = "not_an_option"
TOO_LONG = "too_long"

_LONGEST_VALUE = 200
_NUMBER = re.compile(r"\d[\d,]*(\.\d+)?", re.ASCII)


def extracted(definition: Definition, texts: Sequence[str]) -> ExtractedField:
    """One field, from what the user wrote; people correct themselves, so the last word counts."""
    candidate = _last_candidate(definition, texts)
    if definition.type is FieldType.BOOLEAN:
        return _field(definition, value=candidate is not None)
    if candidate is None:
        return _field(definition, missing=NOT_MENTIONED)
    return typed_value(definition, candidate)


def typed_value(definition: Definition, candidate: str) -> ExtractedField:
    """A candidate as a value of the field's type; never coerced."""
    match definition.type:
        case FieldType.NUMBER:
            return _number(definition, candidate)
        case FieldType.ENUM:
            return _option(definition, candidate)
        case _:
            return _text(definition, candidate)


def _last_candidate(definition: Definition, texts: Sequence[str]) -> str | None:
    for text in reversed(texts):
        for pattern in definition.patterns:
            found = pattern.findall(text.strip())
            if found:
                return str(found[-1]).strip()
    return None


def _number(definition: Definition, candidate: str) -> ExtractedField:
    value = float(candidate.replace(",", "")) if _NUMBER.fullmatch(candidate) else math.inf
    if not math.isfinite(value):
        return _field(definition, missing=WRONG_TYPE)
    return _field(definition, value=value)


def _text(definition: Definition, candidate: str) -> ExtractedField:
    """A text as it stands: one that is too long is missing rather than another text."""
    if len(candidate) > _LONGEST_VALUE:
        return _field(definition, missing=TOO_LONG)
    return _field(definition, value=candidate)


def _option(definition: Definition, candidate: str) -> ExtractedField:
    word = dict(definition.synonyms).get(candidate.lower(), candidate.lower())
    if word not in definition.options:
        return _field(definition, missing=NOT_AN_OPTION)
    return _field(definition, value=word)


def _field(
    definition: Definition, *, value: str | float | None = None, missing: str | None = None
) -> ExtractedField:
    return ExtractedField(
        key=definition.key, field_type=definition.type, value=value, missing=missing
    )
