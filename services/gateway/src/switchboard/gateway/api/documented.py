"""OpenAPI: every answer of every route is documented, refusals with their codes."""

from typing import Any, Union

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from switchboard.contracts.events.analysis import VERSION_EVENTS
from switchboard.contracts.events.conversation import CONVERSATION_EVENTS
from switchboard.contracts.events.notification import PANEL_EVENTS
from switchboard.contracts.events.public import PUBLIC_EVENTS
from switchboard.contracts.events.ticketing import TICKETING_EVENTS
from switchboard.gateway.api.problems import MEDIA_TYPE
from switchboard.gateway.api.schemas.problem import ProblemDocument
from switchboard.gateway.model.problems import TABLE, Code

TEAM_EVENT: Any = Union[CONVERSATION_EVENTS]  # noqa: UP007 - the members are a tuple
PUBLIC_EVENT: Any = Union[PUBLIC_EVENTS]  # noqa: UP007
ANY_EVENT: Any = Union[TEAM_EVENT, PUBLIC_EVENT]  # noqa: UP007
TICKET: Any = Union[TICKETING_EVENTS]  # noqa: UP007
ANALYSIS: Any = Union[VERSION_EVENTS]  # noqa: UP007
NOTIFICATION: Any = Union[PANEL_EVENTS]  # noqa: UP007

Answers = dict[int | str, dict[str, Any]]

WITH_BODY = (Code.INVALID_JSON, Code.INVALID_REQUEST, Code.FOREIGN_ORIGIN, Code.TOO_LARGE)
"""What a change may be answered with, for its body and for where it comes from."""

COMMAND_CODES = (
    *WITH_BODY,
    Code.IDEMPOTENCY_KEY_MISSING,
    Code.NOT_SIGNED_IN,
    Code.COMMAND_ID_REUSED,
    Code.UNDECIDED,
)
"""What every command may be answered with."""


_MEMBERS = frozenset({Code.INVALID_TOKEN, Code.NOT_ALLOWED})
"""What who comes with an API key may be answered with; `not_signed_in` means a member's route."""

_ANYWHERE = frozenset({Code.TOO_MANY_REQUESTS, Code.CATCHING_UP, Code.UNAVAILABLE, Code.INTERNAL})


def problems(*codes: Code) -> Answers:
    """The problem documents of a route, by status.

    Those that any route may answer, and those of any that asks who one is, need not be named.
    """
    found: Answers = {}
    of_members = _MEMBERS if Code.NOT_SIGNED_IN in codes else frozenset()
    for code in sorted({*codes, *of_members, *_ANYWHERE}):
        status, line = TABLE[code]
        described = found.setdefault(status, {"description": "", "content": _content()})
        described["description"] = f"{described['description']} `{code}`: {line}".strip()
    return found


def _content() -> dict[str, Any]:
    return {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}}


def command(model: Any, *codes: Code) -> Answers:
    """The answers of a route that sends a command: 200, 201, 202, and refusals."""
    found = problems(*COMMAND_CODES, *codes)
    refused = found.setdefault(409, {"description": "", "content": _content()})
    refused["description"] += " Else the code that the service refused with, and its data."
    unchanged = {"model": dict[str, Any], "description": "Accepted; nothing had to change."}
    stored = {"model": model, "description": "What was stored, as on the stream."}
    return found | {200: unchanged, 201: stored}


def describe(app: FastAPI) -> None:
    """Complete the document with the schema of problems."""

    def document() -> dict[str, Any]:
        if app.openapi_schema is None:
            schema = get_openapi(
                title=app.title,
                version=app.version,
                description=app.description,
                routes=app.routes,
                separate_input_output_schemas=False,
            )
            components = schema.setdefault("components", {}).setdefault("schemas", {})
            components["ProblemDocument"] = ProblemDocument.model_json_schema()
            for unused in ("HTTPValidationError", "ValidationError"):
                components.pop(unused, None)
            app.openapi_schema = schema
        return app.openapi_schema

    app.openapi = document  # type: ignore[method-assign]
