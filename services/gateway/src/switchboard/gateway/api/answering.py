"""From what became of a command to an HTTP answer."""

import json
from typing import Any

from starlette.responses import JSONResponse, Response

from switchboard.gateway.api.problems import problem_response
from switchboard.gateway.handlers.commanding import Ask, Commands
from switchboard.gateway.handlers.pending import Answer, Decided, Stated
from switchboard.gateway.model.problems import Code, ProblemError

CREATED = 201
UNCHANGED = 200


async def answered(commands: Commands, ask: Ask, status: int = CREATED) -> Response:
    """Send a command and answer with what became of it."""
    return answer_response(await commands.ask(ask), status)


def answer_response(answer: Answer, status: int = CREATED) -> Response:
    """The stored event as it stands on Kafka, the data of an acceptance without one, or a problem.

    An acceptance without an event changed nothing, so it created nothing: 200. So is that of a
    repeat whose event the read model does not hold.
    """
    if isinstance(answer, Stated):
        return Response(answer.body, status_code=status, media_type="application/json")
    if not isinstance(answer, Decided):
        return problem_response(ProblemError(Code.UNDECIDED))
    if answer.outcome.accepted:
        return JSONResponse(answer.outcome.data, status_code=UNCHANGED)
    return problem_response(
        ProblemError(answer.outcome.code or Code.INTERNAL, data=answer.outcome.data)
    )


def spliced(
    name: str, bodies: list[str], following: str | int | None = None, **beside: Any
) -> Response:
    """Stored bodies under a name, where the next page begins, and what else belongs to them."""
    rest = json.dumps({"next": following, **beside}, separators=(",", ":"))
    return Response(f'{{"{name}":[{",".join(bodies)}],{rest[1:]}', media_type="application/json")
