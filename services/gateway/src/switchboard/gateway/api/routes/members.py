"""The team."""

import time
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid5

from fastapi import APIRouter

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.ids import command_id
from switchboard.gateway.api.callers import Key, MembersManager, Parts, SignedIn
from switchboard.gateway.api.documented import WITH_BODY, command, problems
from switchboard.gateway.api.routes.sessions import member_answer
from switchboard.gateway.api.schemas.accounts import Invitation, OneTimeLinkAnswer
from switchboard.gateway.api.schemas.members import (
    MemberAnswer,
    MemberChange,
    MemberInTeam,
    NewMember,
    Team,
)
from switchboard.gateway.api.services import Services
from switchboard.gateway.handlers.team import changed_member, saved_member
from switchboard.gateway.model.permissions import Action
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.accounts import OneTimeLink, Purpose
from switchboard.gateway.store.team import member_of_team, team

router = APIRouter(prefix="/v1", tags=["team"])

INVITATION = timedelta(days=7)
NEW_PASSWORD = timedelta(days=1)
_LINKING = problems(Code.NOT_SIGNED_IN, *WITH_BODY)


@router.get("/members", responses=problems(Code.NOT_SIGNED_IN))
async def members(agent: SignedIn, services: Parts) -> Team:
    """Everyone in the team, and who is online."""
    standings = services.presence.standings(time.time())
    may_see = agent.may(Action.MANAGE_MEMBERS)
    emails = await services.signing_in.accounts.emails() if may_see else {}
    return Team(
        members=[
            MemberInTeam(
                **row,
                online=row["member_id"] in standings.online,
                away=row["member_id"] in standings.away,
                email=emails.get(row["member_id"]),
            )
            for row in await team(services.commands.pool)
        ]
    )


@router.post(
    "/members",
    status_code=201,
    responses=command(MemberAnswer, Code.NOT_ALLOWED, Code.EMAIL_TAKEN),
)
async def add_member(
    body: NewMember, agent: MembersManager, services: Parts, key: Key
) -> MemberAnswer:
    """Add a member with an account."""
    member_id = uuid5(command_id(agent.principal, key), "member")
    await services.signing_in.create_account(member_id, body.email, body.password)
    save = SaveMember(
        member_id=member_id,
        public_name=body.public_name or body.full_name.split()[0],
        full_name=body.full_name,
        role=body.role,
        by=agent.member_id,
        by_api_key=agent.api_key_id,
    )
    return member_answer(await saved_member(services.commands, save, agent.principal, key))


@router.post("/invitations", status_code=201, responses=_LINKING)
async def invite(body: Invitation, agent: MembersManager, services: Parts) -> OneTimeLinkAnswer:
    """A one-time link for somebody to join the team in a role; good for seven days."""
    link = OneTimeLink(Purpose.INVITATION, role=body.role)
    token = await services.signing_in.one_time_token(link, INVITATION, agent)
    return _link(services, "invitation", token, INVITATION)


@router.post(
    "/members/{member_id}/password-link",
    status_code=201,
    responses=_LINKING | problems(Code.UNKNOWN_MEMBER),
)
async def password_link(
    member_id: UUID, agent: MembersManager, services: Parts
) -> OneTimeLinkAnswer:
    """A one-time link with which a member sets a lost password anew; good for a day."""
    if await member_of_team(services.commands.pool, member_id) is None:
        raise ProblemError(Code.UNKNOWN_MEMBER)
    link = OneTimeLink(Purpose.PASSWORD, member_id=member_id)
    token = await services.signing_in.one_time_token(link, NEW_PASSWORD, agent)
    return _link(services, "password", token, NEW_PASSWORD)


def _link(services: Services, name: str, token: str, lifetime: timedelta) -> OneTimeLinkAnswer:
    """Behind the `#`, where no server and no log sees it."""
    link = f"{services.origin}/panel/#{name}={token}"
    return OneTimeLinkAnswer(link=link, expires_at=datetime.now(UTC) + lifetime)


@router.patch(
    "/members/{member_id}",
    responses=problems(
        Code.NOT_SIGNED_IN,
        *WITH_BODY,
        Code.IDEMPOTENCY_KEY_MISSING,
        Code.UNKNOWN_MEMBER,
        Code.COMMAND_ID_REUSED,
        Code.UNDECIDED,
    ),
)
async def change_member(
    member_id: UUID, body: MemberChange, agent: MembersManager, services: Parts, key: Key
) -> MemberAnswer:
    """Change a name or a role, disable a member or have them back (rule Team).

    Whoever is disabled is signed out everywhere at once; their conversations go back into the
    queue (rule H9). The last Admin is refused with `last_admin`.
    """
    if await member_of_team(services.commands.pool, member_id) is None:
        raise ProblemError(Code.UNKNOWN_MEMBER)
    changes = body.model_dump(exclude_none=True)
    changed = await changed_member(services.commands, member_id, changes, agent, key)
    if body.active is False:
        await services.leaving.release()
    return member_answer(changed)
