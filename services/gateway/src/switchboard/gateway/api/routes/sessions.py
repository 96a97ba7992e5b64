"""Signing in and out, and the first Admin."""

from uuid import NAMESPACE_URL, UUID, uuid5

from fastapi import APIRouter, Request
from starlette.responses import Response

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.words import Role
from switchboard.gateway.api.callers import AtPanel, Identified, Parts, address_of
from switchboard.gateway.api.cookies import (
    DEVICE_COOKIE,
    clear_session,
    set_device,
    set_session,
)
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.accounts import (
    NewcomerByLink,
    PasswordByLink,
    PasswordChange,
    SignIn,
)
from switchboard.gateway.api.schemas.members import MemberAnswer
from switchboard.gateway.api.services import Services
from switchboard.gateway.clients.tokens import token_hash
from switchboard.gateway.handlers.team import saved_member
from switchboard.gateway.model.member import Member
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code
from switchboard.gateway.store.accounts import Purpose

router = APIRouter(prefix="/v1", tags=["sessions"])

_JOINING = problems(
    *WITH_BODY,
    Code.INVALID_TOKEN,
    Code.WRONG_CREDENTIALS,
    Code.EMAIL_TAKEN,
    Code.TOO_MANY_ATTEMPTS,
    Code.MEMBER_DISABLED,
    Code.COMMAND_ID_REUSED,
    Code.UNDECIDED,
)


@router.post(
    "/sign-in",
    responses=problems(
        *WITH_BODY, Code.WRONG_CREDENTIALS, Code.TOO_MANY_ATTEMPTS, Code.MEMBER_DISABLED
    ),
)
async def sign_in(
    body: SignIn, services: Parts, request: Request, response: Response
) -> MemberAnswer:
    """Sign in; the cookie is good for 14 days."""
    mark = request.cookies.get(DEVICE_COOKIE, "")
    agent, token = await services.signing_in.sign_in(
        body.email,
        body.password,
        address_of(request),
        lambda member_id: services.devices.of(member_id, mark),
    )
    _begin(response, services, agent.member_id, token)
    return member_answer(agent)


def _begin(response: Response, services: Services, member_id: UUID, token: str) -> None:
    set_session(response, token, secure=services.secure)
    set_device(response, services.devices.marked(member_id), secure=services.secure)


@router.post(
    "/sign-out",
    status_code=204,
    responses=problems(Code.NOT_SIGNED_IN, Code.FOREIGN_ORIGIN),
)
async def sign_out(agent: AtPanel, services: Parts, response: Response) -> None:
    """End the session and its sockets."""
    await services.signing_in.sign_out(agent)
    clear_session(response)


@router.get("/me", responses=problems(Code.NOT_SIGNED_IN))
async def me(agent: Identified) -> MemberAnswer:
    """Who is signed in, or whose API key this is."""
    return member_answer(agent)


@router.post("/first-admin", status_code=201, responses=_JOINING)
async def first_admin(body: NewcomerByLink, services: Parts, response: Response) -> MemberAnswer:
    """Make an Admin with a one-time link of the server's command line."""
    return await _joined(body, services, response, Purpose.FIRST_ADMIN)


@router.post("/invitations/accept", status_code=201, responses=_JOINING)
async def accept_invitation(
    body: NewcomerByLink, services: Parts, response: Response
) -> MemberAnswer:
    """Join the team with a one-time link of an Admin, in the role that the link gives."""
    return await _joined(body, services, response, Purpose.INVITATION)


async def _joined(
    body: NewcomerByLink, services: Services, response: Response, purpose: Purpose
) -> MemberAnswer:
    """The same request again makes nobody else: the member's id is derived from the token."""
    member_id = uuid5(NAMESPACE_URL, token_hash(body.token).hex())
    link = await services.signing_in.use_token(body.token, purpose, member_id, body.password)
    await services.signing_in.create_account(member_id, body.email, body.password)
    command = SaveMember(
        member_id=member_id,
        public_name=body.full_name.split()[0],
        full_name=body.full_name,
        role=link.role or Role.ADMIN,
        by=member_id,
    )
    agent = await saved_member(services.commands, command, f"invitation:{member_id}", "first")
    _begin(response, services, member_id, await services.signing_in.session(member_id))
    return member_answer(agent)


@router.put(
    "/me/password",
    status_code=204,
    responses=problems(
        Code.NOT_SIGNED_IN, *WITH_BODY, Code.WRONG_CREDENTIALS, Code.TOO_MANY_ATTEMPTS
    ),
)
async def change_password(body: PasswordChange, agent: AtPanel, services: Parts) -> Response:
    """Change one's own password; every other session ends."""
    await services.signing_in.change_password(agent, body.current, body.password)
    return Response(status_code=204)


@router.post(
    "/me/sign-out-everywhere",
    status_code=204,
    responses=problems(Code.NOT_SIGNED_IN, Code.FOREIGN_ORIGIN),
)
async def sign_out_everywhere(agent: AtPanel, services: Parts, response: Response) -> None:
    """End every session of one's own, on every device."""
    await services.signing_in.accounts.close_sessions(agent.member_id)
    clear_session(response)


@router.post(
    "/password",
    status_code=204,
    responses=problems(*WITH_BODY, Code.INVALID_TOKEN),
)
async def set_password(body: PasswordByLink, services: Parts) -> Response:
    """Set a lost password anew with a one-time link; every session of the member ends."""
    await services.signing_in.set_password_by_link(body.token, body.password)
    return Response(status_code=204)


def member_answer(member: Agent | Member) -> MemberAnswer:
    """A member as answers show them."""
    return MemberAnswer.model_validate(member, from_attributes=True)
