"""Fields by pattern: a candidate becomes a value of its type, or is missing with a reason (A2)."""

import math
import re
from collections.abc import Sequence

from switchboard.analysis.model.cues import patterns_of
from switchboard.analysis.model.patterns import BUILT_IN, Patterns
from switchboard.contracts.events.analysis import ExtractedField, FieldDefinition, FieldType

NOT_MENTIONED = "not_mentioned"
WRONG_TYPE = "wrong_type"
NOT_AN_OPTION = "not_an_option"
TOO_LONG = "too_long"
NOT_UNDERSTOOD = "description_not_understood"

_LONGEST_VALUE = 200
_NUMBER = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?", re.ASCII)
"""As English writes it: a comma stands between thousands, so that `12,50` is none."""


def extracted(definition: FieldDefinition, texts: Sequence[str]) -> ExtractedField:
    """One field, from what the user wrote; people correct themselves, so the last word counts."""
    patterns = BUILT_IN.get((definition.key, definition.field_type)) or patterns_of(definition)
    if patterns is None:
        return _field(definition, missing=NOT_UNDERSTOOD)
    candidate = _last_candidate(patterns, texts)
    if definition.field_type is FieldType.BOOLEAN:
        return _field(definition, value=candidate is not None)
    if candidate is None:
        return _field(definition, missing=NOT_MENTIONED)
    word = patterns.synonyms.get(candidate.lower(), candidate)
    return typed_value(definition, word)


def typed_value(definition: FieldDefinition, candidate: str) -> ExtractedField:
    """A candidate as a value of the field's type; never coerced."""
    match definition.field_type:
        case FieldType.NUMBER:
            return _number(definition, candidate)
        case FieldType.ENUM:
            return _option(definition, candidate)
        case _:
            return _text(definition, candidate)


def _last_candidate(patterns: Patterns, texts: Sequence[str]) -> str | None:
    for text in reversed(texts):
        for pattern in patterns.tried:
            found = pattern.findall(text.strip())
            if found:
                return str(found[-1]).strip()
    return None


def _number(definition: FieldDefinition, candidate: str) -> ExtractedField:
    value = float(candidate.replace(",", "")) if _NUMBER.fullmatch(candidate) else math.inf
    if not math.isfinite(value):
        return _field(definition, missing=WRONG_TYPE)
    return _field(definition, value=value)


def _text(definition: FieldDefinition, candidate: str) -> ExtractedField:
    """A text as it stands: one that is too long is missing rather than another text."""
    if len(candidate) > _LONGEST_VALUE:
        return _field(definition, missing=TOO_LONG)
    return _field(definition, value=candidate)


def _option(definition: FieldDefinition, candidate: str) -> ExtractedField:
    """The option as the team writes it, whatever case the user wrote it in."""
    by_word = {option.lower(): option for option in definition.options}
    option = by_word.get(candidate.lower())
    if option is None:
        return _field(definition, missing=NOT_AN_OPTION)
    return _field(definition, value=option)


def _field(
    definition: FieldDefinition, *, value: str | float | None = None, missing: str | None = None
) -> ExtractedField:
    return ExtractedField(
        key=definition.key, field_type=definition.field_type, value=value, missing=missing
    )
