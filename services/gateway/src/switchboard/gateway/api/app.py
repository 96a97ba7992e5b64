"""The gateway's application: every door, wired once."""

from pathlib import Path

from fastapi import APIRouter, Depends, FastAPI
from starlette.responses import PlainTextResponse, Response
from starlette.websockets import WebSocket

from switchboard.gateway.api import documented, problems
from switchboard.gateway.api.callers import Parts, served
from switchboard.gateway.api.doorkeeper import Doorkeeper
from switchboard.gateway.api.routes import (
    analyses,
    analysis_fields,
    api_keys,
    assistant,
    attachments,
    audit_log,
    canned_responses,
    conversations,
    demo,
    drafts,
    identity_secrets,
    members,
    notifications,
    persons,
    preferences,
    reading,
    search,
    sessions,
    setting,
    tickets,
    visitors,
)
from switchboard.gateway.api.routes.web import serve_web
from switchboard.gateway.api.services import Services
from switchboard.gateway.api.sockets.doors import team_socket, visitor_socket

AREAS = (
    sessions.router,
    demo.router,
    members.router,
    api_keys.router,
    audit_log.router,
    visitors.router,
    identity_secrets.router,
    conversations.router,
    drafts.router,
    attachments.router,
    reading.router,
    setting.router,
    tickets.router,
    analyses.router,
    analysis_fields.router,
    notifications.router,
    persons.router,
    search.router,
    preferences.router,
    assistant.router,
    canned_responses.router,
)
"""Every REST area."""

_health = APIRouter(tags=["health"])
_PLAIN = {"text/plain": {"schema": {"type": "string"}}}


@_health.get("/livez", response_class=PlainTextResponse)
async def livez() -> Response:
    """The process runs."""
    return PlainTextResponse("alive\n")


@_health.get(
    "/readyz",
    response_class=PlainTextResponse,
    responses={503: {"description": "The feed is not at its end yet.", "content": _PLAIN}},
)
async def readyz(services: Parts) -> Response:
    """The feed stands at the end of every partition."""
    if services.is_ready():
        return PlainTextResponse("ready\n")
    return PlainTextResponse("not ready\n", 503)


def create_app(services: Services, web_root: Path | None) -> FastAPI:
    """The application over these parts."""
    app = FastAPI(
        title="Switchboard",
        version="1",
        description="Live chat: the AI answers first, a human can take over at any moment.",
        openapi_url="/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.services = services
    problems.install(app)
    documented.describe(app)
    for router in AREAS:
        app.include_router(router, dependencies=[Depends(served)])
    app.include_router(_health)
    _open_sockets(app, services)
    serve_web(app, web_root)
    app.add_middleware(
        Doorkeeper,
        origin=services.origin,
        limits=services.limits,
        most_file_bytes=services.attachments.most_bytes,
    )
    return app


def _open_sockets(app: FastAPI, services: Services) -> None:
    @app.websocket("/v1/socket/team")
    async def team(socket: WebSocket) -> None:
        await team_socket(socket, services)

    @app.websocket("/v1/socket/visitor")
    async def visitor(socket: WebSocket) -> None:
        await visitor_socket(socket, services)
