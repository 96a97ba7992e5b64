"""Hook of the property-based tester: its well-formed requests name what there is.

Chance makes up no id that exists, no password that is right, and so few keys that most commands are
conflicts. What is put in their place, by operation and name, stands in the file that `REAL_VALUES`
names. Every fourth request keeps what was made up: an unknown id has a documented answer too.
"""

import json
import os
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any
from uuid import uuid4

import schemathesis

FILE = "REAL_VALUES"
"""The variable of the environment with the file's path."""

ANY = "*"
"""For every operation that has no value of its own under a name."""

NEW = "{new}"
"""Within a value, what is another one in each request."""

Values = dict[str, dict[str, Any]]
"""By operation, or for `ANY`: by name of a path's parameter or of a body's field."""

_KEPT_EVERY = 4
_KEY = "Idempotency-Key"
_sent: Counter[str] = Counter()


@schemathesis.hook
def before_call(_context: Any, case: Any, _kwargs: Any) -> None:
    """Put real values, and a key of its own, into a well-formed request."""
    if case.meta is None or case.meta.generation.mode.is_negative:
        return
    operation = f"{case.method.upper()} {case.operation.path}"
    _sent[operation] += 1
    if _sent[operation] % _KEPT_EVERY == 0:
        return
    real = _known().get(ANY, {}) | _known().get(operation, {})
    for part in (case.path_parameters, case.body):
        if isinstance(part, dict):
            part.update({name: _anew(real[name]) for name in part.keys() & real.keys()})
    if case.headers and _KEY in case.headers:
        case.headers[_KEY] = str(uuid4())


@cache
def _known() -> Values:
    return dict(json.loads(Path(os.environ[FILE]).read_text("utf-8")))


def _anew(value: Any) -> Any:
    return value.replace(NEW, uuid4().hex) if isinstance(value, str) else value
