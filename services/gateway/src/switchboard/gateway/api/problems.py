"""Problem documents (RFC 9457): every error of the REST doors, never a stack trace."""

import json
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.outage import OUTAGE

MEDIA_TYPE = "application/problem+json"
RETRY_AFTER_SECONDS = 1
_RETRIED = frozenset({202, 503})
_BY_STATUS = {404: Code.NOT_FOUND, 405: Code.METHOD_NOT_ALLOWED, 413: Code.TOO_LARGE}
_BAD_REQUEST = 400


def problem_response(problem: ProblemError) -> Response:
    """The document of a problem, with `Retry-After` where trying again helps."""
    headers = {}
    if problem.status in _RETRIED:
        headers["Retry-After"] = str(RETRY_AFTER_SECONDS)
    if "retry_after_seconds" in problem.data:
        headers["Retry-After"] = str(problem.data["retry_after_seconds"])
    return Response(
        json.dumps(problem.document()),
        status_code=problem.status,
        media_type=MEDIA_TYPE,
        headers=headers,
    )


def install(app: FastAPI) -> None:
    """Answer every error with a problem document."""
    app.add_exception_handler(ProblemError, _own)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    for kind in OUTAGE:
        app.add_exception_handler(kind, _outage)
    app.add_exception_handler(Exception, _mistake)


async def _own(_: Request, error: Exception) -> Response:
    assert isinstance(error, ProblemError)  # noqa: S101 - registered for it
    return problem_response(error)


async def _invalid(_: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - registered for it
    found = error.errors()
    if any(item["type"] == "json_invalid" for item in found):
        return problem_response(ProblemError(Code.INVALID_JSON))
    if any(item["loc"][:2] == ("header", "Idempotency-Key") for item in found):
        return problem_response(ProblemError(Code.IDEMPOTENCY_KEY_MISSING))
    return problem_response(ProblemError(Code.INVALID_REQUEST, data={"errors": _places(found)}))


def _places(found: Any) -> list[dict[str, str]]:
    """Where a request is wrong, without a word of what it says."""
    return [
        {"at": ".".join(str(step) for step in item["loc"]), "problem": item["type"]}
        for item in found
    ]


async def _http(_: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - registered for it
    code = _BY_STATUS.get(error.status_code)
    if code is None:
        code = Code.INVALID_JSON if error.status_code == _BAD_REQUEST else Code.INTERNAL
    return problem_response(ProblemError(code))


async def _outage(_: Request, error: Exception) -> Response:
    structlog.get_logger("api").warning("unavailable", reason=type(error).__name__)
    return problem_response(ProblemError(Code.UNAVAILABLE))


async def _mistake(_: Request, error: Exception) -> Response:
    structlog.get_logger("api").error("mistake", kind=type(error).__name__)
    return problem_response(ProblemError(Code.INTERNAL))
