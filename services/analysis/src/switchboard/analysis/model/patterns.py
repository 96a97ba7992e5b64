"""The patterns that find the built-in fields in what a user wrote.

Users write what they like, so a pattern begins where a word does and takes a time that grows with
the text, not with its square. A pattern's group is a candidate; whether that is a value of the
field's type or one of its options is decided in `fields.typed_value` (rule A2).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from switchboard.contracts.events.analysis import FieldType


@dataclass(frozen=True, slots=True)
class Patterns:
    """How one field is found.

    Attributes:
        tried: in order on each text of the user; for a `boolean` finding one means true.
        synonyms: other words for an option.
    """

    tried: tuple[re.Pattern[str], ...]
    synonyms: Mapping[str, str]


def _found_by(*expressions: str, **synonyms: str) -> Patterns:
    tried = tuple(re.compile(expression, re.IGNORECASE) for expression in expressions)
    return Patterns(tried, synonyms)


_DIGITS = r"\d(?:[\d.,]{0,30}\d)?(?![.,]?\d)"
"""All of what may be a number: half of `1.249,50` would be one, and a wrong one."""

_NAME = r"[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){0,3}"

BUILT_IN: Mapping[tuple[str, FieldType], Patterns] = {
    ("email", FieldType.TEXT): _found_by(r"(?<![\w.+-])([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    ("phone", FieldType.TEXT): _found_by(
        r"(?<![\w-])((?:\+\d{1,2}[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4})(?![\w-])",
        r"(?<!\w)(\+\d{9,14})\b",
        r"\b(?:phone|ph|mobile|cell)(?: (?:no\.?|number|#))?(?: is|:)? ?(\d{10})\b",
    ),
    ("name", FieldType.TEXT): Patterns(
        (
            re.compile(
                rf"\b(?:[Mm]y (?:full )?name(?: is|'s|:)|[Nn]ame:|[Tt]his is|I am|I'm) ({_NAME})"
            ),
            re.compile(rf"^({_NAME.replace('{0,3}', '{1,2}')})[.!]?$"),
        ),
        {},
    ),
    ("order_id", FieldType.TEXT): _found_by(
        r"\border(?: (?:id|number|no\.?|#))?(?: is|:)? ?#?(\w*\d\w{3,})\b",
        r"#(W?\d{6,})\b",
    ),
    ("account_id", FieldType.TEXT): _found_by(
        r"\baccount(?: (?:id|number|no\.?|#))(?: is|:)? ?#?(\w*\d\w{3,})\b"
    ),
    ("username", FieldType.TEXT): _found_by(
        r"(?<![\w.-])user ?name(?: is|:)? ?\"?([\w.-]+\d[\w.-]*)", r"^([a-z]{3,}\d{2,})$"
    ),
    ("zip_code", FieldType.TEXT): _found_by(
        r"\bzip(?: ?code)?(?: is|:)? ?(\d{5})\b", r"\b[A-Z]{2},? (\d{5})\b"
    ),
    ("amount", FieldType.NUMBER): _found_by(
        rf"[$\u20ac\u00a3] ?({_DIGITS})",
        rf"(?<![\w.,])({_DIGITS}) ?(?:dollars|euros?|pounds|usd|eur)\b",
        r"\b(?:amount|sum|total|price)(?: is| was| of|:)? (\w+) ?(?:dollars|euros?|pounds)\b",
    ),
    ("thanked", FieldType.BOOLEAN): _found_by(r"\b(thanks?|thank you|thx|appreciate)\b"),
    ("preferred_contact", FieldType.ENUM): _found_by(
        r"\b(?:contact|reach|answer|reply to|get back to) me (?:by|via|on|over|through)"
        r" (?:an? |the |my )?([\w-]+)",
        r"\b(e-?mail|call|text) me\b",
        **{
            "e-mail": "email",
            "mail": "email",
            "call": "phone",
            "telephone": "phone",
            "cell": "phone",
            "text": "text_message",
            "sms": "text_message",
        },
    ),
}
"""By key and type: a field of the team's own that has neither is found by its description."""
