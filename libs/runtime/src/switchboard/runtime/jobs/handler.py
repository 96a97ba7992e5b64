"""What a service gives to a worker: how a kind of job is run, and how its result is said."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Protocol

from switchboard.runtime.jobs.job import Job, JsonObject


class NotYetError(Exception):
    """What the job needs has not arrived: it is looked at again soon, and no attempt is used up.

    Only the job's `give_up_at` ends the waiting.

    Args:
        code: stable, for `last_error`.
    """

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Result:
    """What a run found.

    Attributes:
        body: what is stored, and said by whoever says it.
        not_before: when it may be said at the earliest; None for at once.
    """

    body: JsonObject
    not_before: datetime | None = None


class JobHandler(Protocol):
    """Runs the jobs of one kind."""

    kind: ClassVar[str]
    limit_seconds: float
    """The longest that one run may take."""
    most_attempts: ClassVar[int]
    """After so many runs without a result the job is given up."""

    async def run(self, job: Job) -> Result:
        """Find the result; may be cancelled at any await, may be run again.

        Raises:
            NotYetError: what it needs has not arrived.
            Exception: it failed; it is tried again after a back-off.
        """

    def given_up(self, job: Job, code: str) -> Result:
        """What is said when the job could not be done."""

    async def say(self, job: Job, result: JsonObject) -> None:
        """Say the stored result; said again after a crash, so under the same ids."""
