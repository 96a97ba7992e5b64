"""How a field of the team's own is found: by the words that its description quotes.

The baseline does not understand sentences. It takes what a description puts in quotes, else the
words of the key, for what users say before the value: `City of delivery, "deliver to" or "city"`.
"""

import re

from switchboard.analysis.model.patterns import Patterns
from switchboard.contracts.events.analysis import FieldDefinition, FieldType

_QUOTED = re.compile(r"\"([^\"\n]+)\"|\u201c([^\u201d\n]+)\u201d")
_LINK = r"(?: (?:is|are|was|were|of|number|no\.?)|'s|\u2019s|:| =| #)*[ :#=]+"
_SOME_TEXT = r"([^\s.,;!?][^.,;!?\n]*)"
_SOME_WORD = r"(\S+?)[.,;!?]*(?=\s|$)"


def quoted_cues(description: str) -> tuple[str, ...]:
    """The words in quotes."""
    found = (first or second for first, second in _QUOTED.findall(description))
    return tuple(cue.strip() for cue in found if cue.strip())


def patterns_of(definition: FieldDefinition) -> Patterns | None:
    """How to find it; None if the description says nothing that the baseline understands."""
    quoted = quoted_cues(definition.description)
    if definition.field_type is FieldType.BOOLEAN:
        return _said(quoted) if quoted else None
    cues = _any_of(quoted or (definition.key.replace("_", " "),))
    match definition.field_type:
        case FieldType.TEXT:
            return _patterns(rf"\b{cues}{_LINK}{_SOME_TEXT}")
        case FieldType.NUMBER:
            return _patterns(rf"\b{cues}{_LINK}{_SOME_WORD}")
        case _:
            return _option(definition, cues)


def _option(definition: FieldDefinition, cues: str) -> Patterns:
    """After its cue anything is a candidate; elsewhere only the options themselves are."""
    spoken = {option.replace("_", " ").lower(): option for option in definition.options}
    options = _any_of((*spoken, *definition.options))
    return Patterns(
        _patterns(rf"\b{cues}{_LINK}({options}|[^\s.,;!?]+)", rf"\b({options})\b").tried, spoken
    )


def _said(cues: tuple[str, ...]) -> Patterns:
    return _patterns(rf"\b({_any_of(cues)})\b")


def _any_of(words: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=len, reverse=True))})"


def _patterns(*expressions: str) -> Patterns:
    return Patterns(tuple(re.compile(one, re.IGNORECASE) for one in expressions), {})
