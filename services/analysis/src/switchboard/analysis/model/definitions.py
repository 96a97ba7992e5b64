"""The fields that are extracted: key, type, description, options, and the patterns that find them.

The values are those that the user stated. Patterns yield candidates; whether a candidate is a value
of the field's type or one of its options is decided in `typed_value` (rule A2).
"""

import re
from dataclasses import dataclass

from switchboard.contracts.events.analysis import FieldType

VERSION = 1
"""Counts the changes of the definitions; results name it (rule A3)."""


@dataclass(frozen=True, slots=True)
class Definition:
    """One field.

    Attributes:
        description: what it holds, for people.
        patterns: tried in order on each text of the user; their group is the candidate, and for a
            `boolean` finding one means true.
        options: what an `enum` may hold.
        synonyms: other words for an option.
    """

    key: str
    type: FieldType
    description: str
    patterns: tuple[re.Pattern[str], ...]
    options: tuple[str, ...] = ()
    synonyms: tuple[tuple[str, str], ...] = ()


def _patterns(*expressions: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(expression, re.IGNORECASE) for expression in expressions)


_NAME = r"[A-Z][\w'\u2019-]+(?: [A-Z][\w'\u2019-]+){0,3}"

DEFINITIONS = (
    Definition(
        "email",
        FieldType.TEXT,
        "The user's e-mail address.",
        _patterns(r"([\w.+-]+@[\w-]+(?:\.[\w-]+)+)"),
    ),
    Definition(
        "phone",
        FieldType.TEXT,
        "The user's telephone number.",
        _patterns(
            r"(?<![\w-])((?:\+\d{1,2}[-. ])?\(?\d{3}\)?[-. ]\d{3}[-. ]\d{4})(?![\w-])",
            r"(?<!\w)(\+\d{9,14})\b",
            r"\b(?:phone|ph|mobile|cell)(?: (?:no\.?|number|#))?(?: is|:)? ?(\d{10})\b",
        ),
    ),
    Definition(
        "name",
        FieldType.TEXT,
        "The user's name.",
        (
            re.compile(
                rf"\b(?:[Mm]y (?:full )?name(?: is|'s|:)|[Nn]ame:|[Tt]his is|I am|I'm) ({_NAME})"
            ),
            re.compile(rf"^({_NAME.replace('{0,3}', '{1,2}')})[.!]?$"),
        ),
    ),
    Definition(
        "order_id",
        FieldType.TEXT,
        "The number of the order that it is about.",
        _patterns(
            r"\border(?: (?:id|number|no\.?|#))?(?: is|:)? ?#?(\w*\d\w{3,})\b",
            r"#(W?\d{6,})\b",
        ),
    ),
    Definition(
        "account_id",
        FieldType.TEXT,
        "The user's account number.",
        _patterns(r"\baccount(?: (?:id|number|no\.?|#))(?: is|:)? ?#?(\w*\d\w{3,})\b"),
    ),
    Definition(
        "username",
        FieldType.TEXT,
        "The user's sign-in name.",
        _patterns(r"\buser ?name(?: is|:)? ?\"?([\w.-]+\d[\w.-]*)", r"^([a-z]{3,}\d{2,})$"),
    ),
    Definition(
        "zip_code",
        FieldType.TEXT,
        "The user's postal code.",
        _patterns(r"\bzip(?: ?code)?(?: is|:)? ?(\d{5})\b", r"\b[A-Z]{2},? (\d{5})\b"),
    ),
    Definition(
        "amount",
        FieldType.NUMBER,
        "The sum of money that it is about.",
        _patterns(
            r"[$\u20ac\u00a3] ?(\d[\d,]*(?:\.\d+)?)",
            r"\b(\d[\d,]*(?:\.\d+)?) ?(?:dollars|euros?|pounds|usd|eur)\b",
            r"\b(?:amount|sum|total|price)(?: is| was| of|:)? (\w+) ?(?:dollars|euros?|pounds)\b",
        ),
    ),
    Definition(
        "thanked",
        FieldType.BOOLEAN,
        "Whether the user said thanks.",
        _patterns(r"\b(thanks?|thank you|thx|appreciate)\b"),
    ),
    Definition(
        "preferred_contact",
        FieldType.ENUM,
        "How the user wants to be reached.",
        _patterns(
            r"\b(?:contact|reach|answer|reply to|get back to) me (?:by|via|on|over|through)"
            r" (?:an? |the |my )?([\w-]+)",
            r"\b(e-?mail|call|text) me\b",
        ),
        options=("email", "phone", "text_message"),
        synonyms=(
            ("e-mail", "email"),
            ("mail", "email"),
            ("call", "phone"),
            ("telephone", "phone"),
            ("cell", "phone"),
            ("text", "text_message"),
            ("sms", "text_message"),
        ),
    ),
)
