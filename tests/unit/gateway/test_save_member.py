"""Who is on the team (rule Team)."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.words import Role
from switchboard.gateway.decisions.save_member import save_member
from switchboard.gateway.model.member import Member
from switchboard.runtime.roles import Accepted, Refused

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
COMMAND = SaveMember(member_id=uuid4(), public_name="Anna", full_name="Anna Berg", role=Role.AGENT)
ADMIN = COMMAND.model_copy(update={"role": Role.ADMIN})


def saved(member: Member | None, command: SaveMember, now: datetime = NOW) -> Member:
    verdict = save_member(member, command, now, other_admins=True)
    assert isinstance(verdict, Accepted)
    return verdict.state


def test_a_new_member_has_revision_one() -> None:
    member = saved(None, COMMAND)
    assert (member.revision, member.at, member.active) == (1, NOW, True)


def test_saving_the_same_changes_nothing() -> None:
    member = saved(None, COMMAND)
    assert saved(member, COMMAND, LATER) is member


def test_a_change_raises_the_revision() -> None:
    changed = saved(saved(None, COMMAND), COMMAND.model_copy(update={"active": False}), LATER)
    assert (changed.revision, changed.at, changed.active) == (2, LATER, False)


@pytest.mark.parametrize("change", [{"active": False}, {"role": Role.DEVELOPER}])
def test_team_the_last_admin_can_be_neither_disabled_nor_demoted(change: dict[str, object]) -> None:
    admin, command = saved(None, ADMIN), ADMIN.model_copy(update=change)
    refused = save_member(admin, command, LATER, other_admins=False)
    assert isinstance(refused, Refused)
    assert refused.code == "last_admin"
    assert isinstance(save_member(admin, command, LATER, other_admins=True), Accepted)


def test_the_last_admin_may_change_their_name_and_others_anything() -> None:
    admin, agent = saved(None, ADMIN), saved(None, COMMAND)
    renamed = ADMIN.model_copy(update={"public_name": "Ann"})
    gone = COMMAND.model_copy(update={"active": False})
    assert isinstance(save_member(admin, renamed, LATER, other_admins=False), Accepted)
    assert isinstance(save_member(agent, gone, LATER, other_admins=False), Accepted)


def test_a_rename_that_crosses_a_disabling_leaves_the_member_disabled() -> None:
    disabled = saved(saved(None, COMMAND), COMMAND.model_copy(update={"active": False}))
    rename = COMMAND.model_copy(update={"public_name": "Ann", "changes": ("public_name",)})
    renamed = saved(disabled, rename, LATER)
    assert (renamed.public_name, renamed.active, renamed.revision) == ("Ann", False, 3)


def test_a_promotion_that_crosses_a_rename_leaves_the_new_name() -> None:
    renamed = saved(saved(None, COMMAND), COMMAND.model_copy(update={"full_name": "Anna Dahl"}))
    promoted = saved(renamed, ADMIN.model_copy(update={"changes": ("role",)}), LATER)
    assert (promoted.full_name, promoted.role) == ("Anna Dahl", Role.ADMIN)


def test_a_command_that_changes_nothing_of_a_member_leaves_them_as_they_are() -> None:
    disabled = saved(saved(None, COMMAND), COMMAND.model_copy(update={"active": False}))
    assert saved(disabled, COMMAND.model_copy(update={"changes": ()}), LATER) is disabled
