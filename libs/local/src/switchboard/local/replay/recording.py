"""Recorded conversations: one JSON object a line, checked before anything is played."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from switchboard.contracts.message import LongText, ShortText
from switchboard.contracts.words import Source
from switchboard.local.replay.trouble import Code, ReplayError

_LONGEST_LINE = 4 * 1024 * 1024
_MOST_PROBLEMS = 10
_CODES = {
    ("speaker", "literal_error"): Code.UNKNOWN_AUTHOR,
    ("text", "value_error"): Code.BAD_TEXT,
}
"""Of what pydantic finds in a field; all else is `not_a_recording`."""
_SOURCES = {"customer": Source.USER, "agent": Source.AGENT}


@dataclass(frozen=True)
class Line:
    """One recorded message: who wrote, user or agent, and what."""

    source: Source
    text: str


@dataclass(frozen=True)
class Recording:
    """One recorded conversation.

    Attributes:
        name: the id that its file gives it; no two recordings of a replay share one.
    """

    name: str
    lines: tuple[Line, ...]


class _Turn(BaseModel):
    model_config = ConfigDict(extra="ignore")
    speaker: Literal["customer", "agent"]
    text: LongText


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: ShortText
    turns: list[_Turn] = Field(min_length=1)

    def recording(self) -> Recording:
        lines = tuple(Line(_SOURCES[turn.speaker], turn.text) for turn in self.turns)
        return Recording(self.id, lines)


def read_recordings(files: Sequence[Path]) -> list[Recording]:
    """Every recording of these files, in order.

    Raises:
        ReplayError: a file is bad; says where and why for up to ten places, and nothing is played.
    """
    recordings: dict[str, Recording] = {}
    problems: list[ReplayError] = []
    for file in files:
        for place, found in _read(file):
            if isinstance(found, ReplayError):
                problems.append(found)
            elif found.name in recordings:
                detail = f"{place}: the id {found.name} came before."
                problems.append(ReplayError(Code.ID_REPEATED, detail))
            else:
                recordings[found.name] = found
    if problems:
        raise _together(problems)
    return list(recordings.values())


def _together(problems: Sequence[ReplayError]) -> ReplayError:
    first, *others = (str(problem) for problem in problems[:_MOST_PROBLEMS])
    more = len(problems) - _MOST_PROBLEMS
    rest = [*others, f"... and {more} more."] if more > 0 else others
    detail = "\n".join((first.partition(": ")[2], *rest))
    return ReplayError(problems[0].code, detail)


def _read(file: Path) -> Iterator[tuple[str, Recording | ReplayError]]:
    """Each line that is not blank, with its place."""
    place, empty = str(file), True
    try:
        with file.open("rb") as stream:
            for number, line in enumerate(iter(lambda: stream.readline(_LONGEST_LINE), b""), 1):
                place = f"{file}:{number}"
                if len(line) == _LONGEST_LINE:
                    yield place, ReplayError(Code.LINE_TOO_LONG, f"{place} is over 4 MiB.")
                    return
                if line.strip():
                    empty = False
                    yield place, _parsed(line, place)
    except FileNotFoundError:
        yield place, ReplayError(Code.FILE_MISSING, f"there is no file {file}.")
        return
    except OSError as error:
        detail = f"{file} cannot be read ({error.strerror})."
        yield place, ReplayError(Code.FILE_UNREADABLE, detail)
        return
    if empty:
        yield place, ReplayError(Code.NO_RECORDING, f"{file} holds no conversation.")


def _parsed(line: bytes, place: str) -> Recording | ReplayError:
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        return ReplayError(Code.NOT_UTF8, f"{place} is not UTF-8 at byte {error.start}.")
    try:
        return _Row.model_validate_json(text).recording()
    except ValidationError as error:
        return _invalid(error, place)


def _invalid(error: ValidationError, place: str) -> ReplayError:
    """What is wrong, without a word of what is said there."""
    first = error.errors(include_input=False, include_url=False)[0]
    reason = first["msg"].removeprefix("Value error, ")
    if first["type"] == "json_invalid":
        return ReplayError(Code.NOT_JSON, f"{place} is not JSON: {reason}.")
    where = ".".join(str(step) for step in first["loc"]) or "the line"
    code = _CODES.get((str(first["loc"][-1]) if first["loc"] else "", first["type"]))
    return ReplayError(code or Code.NOT_A_RECORDING, f"{place}: {where}: {reason}.")
