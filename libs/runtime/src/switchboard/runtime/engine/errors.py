"""How a batch can end other than well."""

from switchboard.runtime.process import ProcessStopped


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
