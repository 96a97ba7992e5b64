"""Reading clients' frames and writing the gateway's; bodies of records are spliced as they are."""

import json
from collections.abc import Iterable
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import to_json

from switchboard.contracts.socket import ClientFrame, Marks, Presence, Problem, ReadMark, Ready
from switchboard.gateway.handlers.pending import Answer, Decided, Stated, Undecided
from switchboard.gateway.model.presence import Standings
from switchboard.gateway.model.problems import Code, ProblemError

CLIENT_FRAMES: TypeAdapter[Any] = TypeAdapter(ClientFrame)


class BadFrameError(Exception):
    """What came is no frame.

    Attributes:
        fatal: whether it is not even a JSON object, so that the socket ends (4007).
        command: the id of the command that it was meant to be, if it has one.
    """

    def __init__(
        self, *, fatal: bool = False, command: str | None = None, places: list[Any] | None = None
    ) -> None:
        super().__init__("no frame")
        self.fatal = fatal
        self.command = command
        self.places = places or []


def read_frame(text: str) -> Any:
    """The frame of a text.

    Raises:
        BadFrameError: it is none.
    """
    try:
        return CLIENT_FRAMES.validate_json(text)
    except ValidationError as error:
        raise _bad(text, error) from error


def _bad(text: str, error: ValidationError) -> BadFrameError:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return BadFrameError(fatal=True)
    if not isinstance(found, dict):
        return BadFrameError(fatal=True)
    places = [
        {"at": ".".join(str(step) for step in item["loc"]), "problem": item["type"]}
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    ]
    key = found.get("id") if found.get("frame") == "command" else None
    command = key if isinstance(key, str) and 0 < len(key) <= _LONGEST_KEY else None
    return BadFrameError(command=command, places=places)


_LONGEST_KEY = 200


def ready_frame(ready: Ready) -> str:
    """The socket is authenticated."""
    return ready.model_dump_json(exclude_none=True)


def presence_frame(standings: Standings) -> str:
    """Which members are there."""
    online, away = tuple(sorted(standings.online)), tuple(sorted(standings.away))
    return Presence(online=online, away=away).model_dump_json()


def marks_frame(marks: Iterable[ReadMark]) -> str:
    """How far a member has read."""
    return Marks(marks=tuple(marks)).model_dump_json()


def problem_frame(code: Code, detail: str) -> str:
    """Something about a frame is wrong."""
    return Problem(code=code, detail=detail).model_dump_json()


def subscribed_frame(
    conversation: str,
    state: str | None,
    events: list[str],
    tickets: list[str],
    analyses: list[str],
) -> str:
    """A snapshot; live `events` follow without a hole."""
    stated = f'"state":{state},' if state is not None else ""
    return (
        f'{{"frame":"subscribed","conversation_id":"{conversation}",{stated}'
        f'"events":[{",".join(events)}],"tickets":[{",".join(tickets)}],'
        f'"analyses":[{",".join(analyses)}]}}'
    )


def notifications_frame(notifications: list[str], unread: int | None) -> str:
    """What a member is told, and how much of all of it is unread, if that is known."""
    count = "" if unread is None else f',"unread":{unread}'
    return f'{{"frame":"notifications","notifications":[{",".join(notifications)}]{count}}}'


def outcome_frame(key: str, answer: Answer) -> str:
    """What became of a command."""
    identifier = to_json(key).decode()
    if isinstance(answer, Stated):
        return f'{{"frame":"outcome","id":{identifier},"status":201,"event":{answer.body}}}'
    if isinstance(answer, Decided) and answer.outcome.accepted:
        return f'{{"frame":"outcome","id":{identifier},"status":201}}'
    return refused_frame(key, refusal(answer))


def refused_frame(key: str, problem: ProblemError) -> str:
    """A command was refused, or is not decided yet."""
    document = to_json(problem.document()).decode()
    return (
        f'{{"frame":"outcome","id":{to_json(key).decode()},"status":{problem.status},'
        f'"problem":{document}}}'
    )


def refusal(answer: Answer) -> ProblemError:
    """The problem of an answer that is no acceptance."""
    if isinstance(answer, Decided):
        return ProblemError(answer.outcome.code or "refused", data=answer.outcome.data)
    assert isinstance(answer, Undecided)  # noqa: S101 - narrows the closed union
    return ProblemError(Code.UNDECIDED)


PONG = '{"frame":"pong"}'
