"""Who calls: what routes depend on."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Header, Request
from fastapi.security import APIKeyCookie, HTTPAuthorizationCredentials, HTTPBearer

from switchboard.gateway.api.cookies import SESSION_COOKIE
from switchboard.gateway.api.services import Services
from switchboard.gateway.model.permissions import Action, may
from switchboard.gateway.model.principals import Agent, Principal, Visitor
from switchboard.gateway.model.problems import Code, ProblemError

_COOKIE = APIKeyCookie(
    name=SESSION_COOKIE, scheme_name="session", description="An agent's session.", auto_error=False
)
_BEARER = HTTPBearer(
    scheme_name="visitor", description="A visitor's signed token.", auto_error=False
)


async def services_of(request: Request) -> Services:
    """The parts of this process."""
    services: Services = request.app.state.services
    return services


Parts = Annotated[Services, Depends(services_of)]
SessionToken = Annotated[str | None, Depends(_COOKIE)]
Bearer = Annotated[HTTPAuthorizationCredentials | None, Depends(_BEARER)]
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


async def signed_in(services: Parts, session: SessionToken) -> Agent:
    """The agent of the cookie.

    Raises:
        ProblemError: `not_signed_in`.
    """
    agent = await services.signing_in.agent(session) if session else None
    if agent is None:
        raise ProblemError(Code.NOT_SIGNED_IN)
    return agent


async def visiting(services: Parts, bearer: Bearer) -> Visitor:
    """The visitor of the token.

    Raises:
        ProblemError: `not_signed_in` without a token, `invalid_token` with a bad one.
    """
    if bearer is None:
        raise ProblemError(Code.NOT_SIGNED_IN)
    visitor = services.tokens.read(bearer.credentials)
    if visitor is None:
        raise ProblemError(Code.INVALID_TOKEN)
    return visitor


async def either(services: Parts, session: SessionToken, bearer: Bearer) -> Principal:
    """The visitor of the token, else the agent of the cookie.

    Raises:
        ProblemError: there is neither, or a bad one.
    """
    if bearer is not None:
        return await visiting(services, bearer)
    return await signed_in(services, session)


def allowed(action: Action) -> Callable[..., Awaitable[Agent]]:
    """A dependency: an agent whose role allows the action."""

    async def check(agent: SignedIn) -> Agent:
        if not may(agent.role, action):
            raise ProblemError(Code.NOT_ALLOWED)
        return agent

    return check


SignedIn = Annotated[Agent, Depends(signed_in)]
Visiting = Annotated[Visitor, Depends(visiting)]
Either = Annotated[Principal, Depends(either)]
MembersManager = Annotated[Agent, Depends(allowed(Action.MANAGE_MEMBERS))]
CannedResponseEditor = Annotated[Agent, Depends(allowed(Action.EDIT_CANNED_RESPONSES))]
AssistantEditor = Annotated[Agent, Depends(allowed(Action.EDIT_ASSISTANT))]
