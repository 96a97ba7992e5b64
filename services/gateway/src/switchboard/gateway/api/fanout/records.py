"""Reading just enough of a record: its type, whom it answers, its number."""

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

from switchboard.gateway.model.closing import is_closable

_SEQ = re.compile(rb'\{"conversation_id":"[^"]{36}","seq":(\d+)')
_PUBLIC_SEQ = re.compile(rb'\{"conversation_id":"[^"]{36}","public_seq":(\d+)')


class Head(NamedTuple):
    """What a record's headers say to the fan-out."""

    type: str
    causation: bytes
    answer: bool


def head_of(headers: Sequence[tuple[str, bytes]]) -> Head:
    """The three headers that the fan-out looks at."""
    kind, causation, answer = b"", b"", False
    for name, value in headers:
        if name == "ce_type":
            kind = value
        elif name == "ce_causationid":
            causation = value
        elif name == "answer":
            answer = True
    return Head(kind.decode("utf-8", "replace"), causation, answer)


def seq_of(body: bytes) -> int:
    """The `seq` of a team event; its sender writes it second, any other order is read whole."""
    found = _SEQ.match(body)
    return int(found.group(1)) if found else int(json.loads(body)["seq"])


def public_seq_of(body: bytes) -> int:
    """The `public_seq` of a public event."""
    found = _PUBLIC_SEQ.match(body)
    return int(found.group(1)) if found else int(json.loads(body)["public_seq"])


def may_follow_close(body: bytes) -> bool:
    """Whether a public event may stand behind its conversation's close; not what nobody can read.

    Read whole, however its sender wrote it: asked of what is closed or in doubt, so seldom.
    """
    try:
        fact = json.loads(body)
    except ValueError:
        return False
    return not is_closable(str(fact.get("type")), fact.get("line"))
