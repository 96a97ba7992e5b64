"""What can go wrong with a replay, each with a stable code."""

from enum import StrEnum

from switchboard.local.errors import LocalError


class Code(StrEnum):
    """Why a replay does not begin, or does not go on."""

    FILE_MISSING = "file_missing"
    FILE_UNREADABLE = "file_unreadable"
    LINE_TOO_LONG = "line_too_long"
    NOT_UTF8 = "not_utf8"
    NOT_JSON = "not_json"
    NOT_A_RECORDING = "not_a_recording"
    UNKNOWN_AUTHOR = "unknown_author"
    BAD_TEXT = "bad_text"
    """A text is empty, over the limit, or holds what cannot be stored."""
    NO_RECORDING = "no_recording"
    ID_REPEATED = "id_repeated"
    NOT_REACHED = "not_reached"
    """A part of the system did not answer for as long as the patience lasts."""
    UNEXPECTED_ANSWER = "unexpected_answer"
    """Something answers there that is no gateway of ours."""
    REFUSED = "refused"
    """The gateway refused something for good; its own code follows."""


class ReplayError(LocalError):
    """The replay cannot go on.

    Attributes:
        code: of the closed list.
    """

    def __init__(self, code: Code, detail: str) -> None:
        super().__init__(f"{code.value}: {detail}")
        self.code = code


class RefusedError(ReplayError):
    """The gateway refused a request for good.

    Attributes:
        status: of the HTTP answer.
        refusal: the stable code of the problem document.
    """

    def __init__(self, status: int, refusal: str, request: str) -> None:
        super().__init__(Code.REFUSED, f"{request} was answered {status} {refusal}.")
        self.status = status
        self.refusal = refusal
