from datetime import UTC, datetime, timedelta
from uuid import uuid4

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.words import Role
from switchboard.gateway.decisions.save_member import save_member

NOW = datetime(2026, 1, 1, tzinfo=UTC)
COMMAND = SaveMember(member_id=uuid4(), public_name="Anna", full_name="Anna Berg", role=Role.AGENT)


def test_a_new_member_has_revision_one() -> None:
    member = save_member(None, COMMAND, NOW)
    assert (member.revision, member.at, member.active) == (1, NOW, True)


def test_saving_the_same_changes_nothing() -> None:
    member = save_member(None, COMMAND, NOW)
    assert save_member(member, COMMAND, NOW + timedelta(days=1)) is member


def test_a_change_raises_the_revision() -> None:
    member = save_member(None, COMMAND, NOW)
    later = NOW + timedelta(days=1)
    changed = save_member(member, COMMAND.model_copy(update={"active": False}), later)
    assert (changed.revision, changed.at, changed.active) == (2, later, False)
