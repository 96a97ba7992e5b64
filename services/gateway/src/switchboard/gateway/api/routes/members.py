"""The team."""

import time
from uuid import uuid5

from fastapi import APIRouter

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.ids import command_id
from switchboard.gateway.api.callers import Key, MembersManager, Parts, SignedIn
from switchboard.gateway.api.documented import command, problems
from switchboard.gateway.api.routes.sessions import member_answer
from switchboard.gateway.api.schemas import MemberAnswer, MemberInTeam, NewMember, Team
from switchboard.gateway.handlers.team import saved_member
from switchboard.gateway.model.permissions import Action, may
from switchboard.gateway.model.problems import Code
from switchboard.gateway.store.team import team

router = APIRouter(prefix="/v1", tags=["team"])


@router.get("/members", responses=problems(Code.NOT_SIGNED_IN, Code.UNAVAILABLE))
async def members(agent: SignedIn, services: Parts) -> Team:
    """Everyone in the team, and who is online."""
    standings = services.presence.standings(time.time())
    may_see = may(agent.role, Action.MANAGE_MEMBERS)
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
    )
    return member_answer(await saved_member(services.commands, save, agent.principal, key))
