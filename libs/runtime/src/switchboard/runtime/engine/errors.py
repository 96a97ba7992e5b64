"""How a batch can end other than well."""

import asyncpg

from switchboard.runtime.engine.statements import TooLargeError
from switchboard.runtime.process import ProcessStopped

_DATA_ERRORS = ("22", "23")
_UNREACHABLE = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


class EngineStopped(ProcessStopped):
    """The process has to end: what it knows may no longer be true; a restart reads it anew."""


class RowsRefused(Exception):  # noqa: N818 - names what happened
    """Something in this batch cannot be stored; smaller batches will tell what.

    Attributes:
        code: what the culprit is refused or parked with, once it is found.
    """

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code


def failure_of(error: Exception) -> EngineStopped | RowsRefused:
    """What an exception out of a batch's transaction means; in no case is anything said (rule C4).

    Rows that the database refuses, and roles that fail on what they are given, have a culprit that
    smaller batches find. Anything else says nothing of the records: restart and read anew.
    """
    if isinstance(error, TooLargeError):
        return RowsRefused("too_large", str(error))
    state = getattr(error, "sqlstate", None)
    if isinstance(state, str) and state[:2] in _DATA_ERRORS:
        return RowsRefused("store_refused", f"{type(error).__name__} {state}")
    if isinstance(error, asyncpg.InterfaceError) and isinstance(error, ValueError):
        return RowsRefused("store_refused", type(error).__name__)
    if isinstance(error, _UNREACHABLE):
        return EngineStopped(f"a batch could not be stored: {error!r}")
    return RowsRefused("internal", type(error).__name__)
