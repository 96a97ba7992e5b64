"""Who calls: what routes depend on."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.requests import HTTPConnection
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from switchboard.gateway.api.cookies import SESSION_COOKIE
from switchboard.gateway.api.services import Services
from switchboard.gateway.clients.tokens import is_api_key, token_hash
from switchboard.gateway.model.addresses import neighbours
from switchboard.gateway.model.permissions import Action
from switchboard.gateway.model.principals import Agent, Principal, Visitor
from switchboard.gateway.model.problems import Code, ProblemError

_COOKIE = APIKeyCookie(
    name=SESSION_COOKIE, scheme_name="session", description="An agent's session.", auto_error=False
)
_BEARER = HTTPBearer(
    scheme_name="visitor", description="A visitor's signed token.", auto_error=False
)
_API_KEY = HTTPBearer(
    scheme_name="api key", description="An API key of the team.", auto_error=False
)


async def services_of(request: Request) -> Services:
    """The parts of this process."""
    services: Services = request.app.state.services
    return services


def address_of(connection: HTTPConnection) -> str:
    """Where a request or socket comes from, as limits count it (see `trusted_proxies`)."""
    return neighbours(connection.client.host if connection.client else "")


Parts = Annotated[Services, Depends(services_of)]


async def served(services: Parts) -> None:
    """Return if there is a whole read model: it knows who may sign in, and whose everything is.

    Raises:
        ProblemError: `catching_up`.
    """
    if not services.read_model.is_whole:
        raise ProblemError(Code.CATCHING_UP)


SessionToken = Annotated[str | None, Depends(_COOKIE)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
ApiKeyBearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_API_KEY)]
Key = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=200,
        pattern=r"^[\x20-\x7e]+$",
        description="Made by the client; the same request with the same key is the same command.",
    ),
]


async def identified(services: Parts, session: SessionToken, bearer: ApiKeyBearer) -> Agent:
    """The member behind the API key, else behind the cookie, whatever either is good for.

    Raises:
        ProblemError: `invalid_token` for a key that is none, or is no longer; `not_signed_in`.
    """
    if bearer is not None and is_api_key(bearer.credentials):
        agent = await services.api_keys.agent(token_hash(bearer.credentials))
        code = Code.INVALID_TOKEN
    else:
        agent = await services.signing_in.agent(session) if session else None
        code = Code.NOT_SIGNED_IN
    if agent is None:
        raise ProblemError(code)
    _within_limits(services, agent)
    return agent


def _within_limits(services: Services, principal: Principal) -> None:
    now = asyncio.get_running_loop().time()
    services.limits.take([services.limits.of_principal(principal)], now)


async def visiting(services: Parts, bearer: Bearer) -> Visitor:
    """The visitor of the token.

    Raises:
        ProblemError: `not_signed_in` without a token, `invalid_token` with a bad or revoked one.
    """
    if bearer is None:
        raise ProblemError(Code.NOT_SIGNED_IN)
    visitor = await services.identifying.visitor(bearer.credentials)
    if visitor is None:
        raise ProblemError(Code.INVALID_TOKEN)
    _within_limits(services, visitor)
    return visitor


Identified = Annotated[Agent, Depends(identified)]


def allowed(action: Action) -> Callable[..., Awaitable[Agent]]:
    """A dependency: an agent who may do this now, by their role and the scopes of their key."""

    async def check(agent: Identified) -> Agent:
        if not agent.may(action):
            raise ProblemError(Code.NOT_ALLOWED)
        return agent

    return check


async def at_panel(agent: Identified) -> Agent:
    """A member who signed in with their password: a key has no part in it."""
    if agent.api_key is not None:
        raise ProblemError(Code.NOT_ALLOWED)
    return agent


SignedIn = Annotated[Agent, Depends(allowed(Action.CONVERSE))]
"""The least that every role may; a key that lacks it opens no route but those of its scopes."""


async def either(services: Parts, session: SessionToken, bearer: Bearer) -> Principal:
    """The visitor of the token, else the agent of the API key or the cookie.

    Raises:
        ProblemError: there is neither, or a bad one.
    """
    if bearer is not None and not is_api_key(bearer.credentials):
        return await visiting(services, bearer)
    return await _conversing(await identified(services, session, bearer))


_conversing = allowed(Action.CONVERSE)
AtPanel = Annotated[Agent, Depends(at_panel)]
Visiting = Annotated[Visitor, Depends(visiting)]
Either = Annotated[Principal, Depends(either)]
MembersManager = Annotated[Agent, Depends(allowed(Action.MANAGE_MEMBERS))]
IdentityManager = Annotated[Agent, Depends(allowed(Action.MANAGE_IDENTITY))]
PersonsEraser = Annotated[Agent, Depends(allowed(Action.ERASE_PERSONS))]
ApiKeysManager = Annotated[Agent, Depends(allowed(Action.MANAGE_API_KEYS))]
AuditLogReader = Annotated[Agent, Depends(allowed(Action.READ_AUDIT_LOG))]
CannedResponseEditor = Annotated[Agent, Depends(allowed(Action.EDIT_CANNED_RESPONSES))]
FieldsEditor = Annotated[Agent, Depends(allowed(Action.EDIT_ANALYSIS_FIELDS))]
AssistantEditor = Annotated[Agent, Depends(allowed(Action.EDIT_ASSISTANT))]
