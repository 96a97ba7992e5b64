"""What an exception out of a batch's transaction means: of no failure is a word said (rule C4)."""

import asyncpg
import pytest

from switchboard.runtime.engine.errors import EngineStopped, RowsRefused, failure_of
from switchboard.runtime.engine.statements import TooLargeError

NOT_MADE = (
    TimeoutError(),
    ConnectionRefusedError(),
    asyncpg.CannotConnectNowError("the database system is starting up"),
    asyncpg.AdminShutdownError("terminating connection"),
    asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
    asyncpg.InterfaceError("connection is closed"),
    asyncpg.ProtocolError("unexpected message"),
    asyncpg.LockNotAvailableError("canceling statement due to lock timeout"),
    asyncpg.QueryCanceledError("canceling statement due to statement timeout"),
    asyncpg.IdleInTransactionSessionTimeoutError("terminating connection"),
    asyncpg.DeadlockDetectedError("deadlock detected"),
    asyncpg.DiskFullError("could not extend file"),
)
REFUSED = (
    (asyncpg.CheckViolationError("an AI message outside an AI interval"), "store_refused"),
    (asyncpg.UniqueViolationError("duplicate key"), "store_refused"),
    (asyncpg.CharacterNotInRepertoireError("invalid byte sequence"), "store_refused"),
    (TooLargeError("conversation.events: a record of 2 bytes"), "too_large"),
    (KeyError("a rule that fails"), "internal"),
)


@pytest.mark.parametrize("error", NOT_MADE, ids=lambda error: type(error).__name__)
def test_c4_a_check_that_could_not_be_made_ends_the_process_and_accuses_no_command(
    error: Exception,
) -> None:
    assert isinstance(failure_of(error), EngineStopped)


@pytest.mark.parametrize(("error", "code"), REFUSED, ids=lambda value: type(value).__name__)
def test_c4_what_the_check_refuses_is_looked_for_among_the_rows(
    error: Exception, code: str
) -> None:
    failure = failure_of(error)
    assert isinstance(failure, RowsRefused)
    assert failure.code == code


def test_what_is_said_of_a_refusal_holds_no_word_of_what_was_refused() -> None:
    for error in (asyncpg.CheckViolationError("secret"), KeyError("secret")):
        assert "secret" not in str(failure_of(error))
