"""The decider of `team.commands`: the gateway's one entity."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.events.team import MemberState
from switchboard.contracts.topics import TEAM_COMMANDS_TOPIC, TEAM_MEMBERS_TOPIC, Topic
from switchboard.gateway.decisions.save_member import save_member
from switchboard.gateway.model.audit import Deed, Entry
from switchboard.gateway.model.member import Member, changed_standing
from switchboard.gateway.store.accounts import end_sessions
from switchboard.gateway.store.audit import note
from switchboard.gateway.store.team import hold_admins, load_members, save_members
from switchboard.runtime.roles import Accepted, Change, Decision, Incoming, Say, Timer


class TeamDecider:
    """Members are saved; the team as it is now is stated on `team.members`."""

    commands = TEAM_COMMANDS_TOPIC
    feeds: tuple[Topic, ...] = (TEAM_MEMBERS_TOPIC,)
    keeps_entities = False

    async def facts(self, connection: Any, commands: Sequence[Incoming]) -> set[UUID]:  # noqa: ARG002
        """The Admins, held for this poll: of two who disable each other one is refused."""
        return await hold_admins(connection)

    async def load(self, connection: Any, keys: Sequence[str]) -> dict[str, Member]:
        """The stored members among these keys."""
        return await load_members(connection, keys)

    def decide(
        self,
        state: Member | None,
        command: Incoming,
        facts: set[UUID],
        now: datetime,
    ) -> "Decision[Member]":
        """Decide one command."""
        if not isinstance(command.message, SaveMember):
            raise TypeError(f"no rule for {command.message.message_type()}")
        others = facts - {command.message.member_id}
        decision = save_member(state, command.message, now, other_admins=bool(others))
        if isinstance(decision, Accepted):
            # The next decision of this poll sees what this one made.
            facts.clear()
            facts |= others | ({decision.state.member_id} if decision.state.is_admin else set())
        return decision

    def due(self, state: Member, timer: Timer, facts: Any, now: datetime) -> None:  # noqa: ARG002
        """Members have no deadlines."""
        return

    def timers(self, state: Member) -> Sequence[Timer]:  # noqa: ARG002
        """Members have no deadlines."""
        return ()

    def snapshot(self, state: Member) -> Say:
        """The member for `team.members`."""
        return Say(
            TEAM_MEMBERS_TOPIC,
            MemberState(
                member_id=state.member_id,
                revision=state.revision,
                public_name=state.public_name,
                full_name=state.full_name,
                role=state.role,
                active=state.active,
                at=state.at,
            ),
        )

    def refusal(
        self,
        state: Member,  # noqa: ARG002
        command_id: UUID,  # noqa: ARG002
        command_type: str,  # noqa: ARG002
        code: str,  # noqa: ARG002
        now: datetime,  # noqa: ARG002
    ) -> None:
        """Only doors ask; they hear outcomes."""
        return

    async def save(self, connection: Any, changes: Sequence[Change[Member]]) -> None:
        """Store the members of a poll, and who made them what they are.

        Who is disabled is signed out everywhere in the same transaction (rule Team).
        """
        await save_members(connection, [change.after for change in changes])
        gone = [change.after.member_id for change in changes if not change.after.active]
        if gone:
            await end_sessions(connection, gone)
        for change in changes:
            entry = member_entry(change.before, change.after, change.cause)
            if entry is not None:
                await note(connection, entry)


def member_entry(before: Member | None, after: Member, cause: Incoming | None) -> Entry | None:
    """What the audit log says of a change: role and standing, and whether names changed."""
    if cause is None or not isinstance(cause.message, SaveMember) or before == after:
        return None
    return Entry(
        Deed.MEMBER_CHANGED if before else Deed.MEMBER_ADDED,
        cause.message.by,
        cause.message.by_api_key,
        after.member_id,
        changed_standing(before, after),
        cause.envelope.id,
    )
