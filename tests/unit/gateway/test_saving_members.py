"""Whoever saves a member is answered once the read model shows it (rule Team)."""

import asyncio
from types import SimpleNamespace
from typing import Any
from uuid import UUID, uuid4

import pytest

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.events.outcome import CommandOutcome
from switchboard.contracts.words import Role
from switchboard.gateway.handlers import team
from switchboard.gateway.handlers.pending import Decided
from switchboard.gateway.model.problems import ProblemError

ANN = SaveMember(member_id=uuid4(), public_name="Ann", full_name="Ann Lee", role=Role.AGENT)


class ReadModel:
    """A pool whose mirror shows a member from the time that a test says."""

    def __init__(self) -> None:
        self.shows = False

    async def fetchval(self, _: str, member_id: UUID) -> bool:
        assert member_id == ANN.member_id
        return self.shows


def commands(pool: ReadModel, **outcome: Any) -> Any:
    """Commands that are decided at once; nothing was heard of `team.members` yet."""

    async def ask(_: Any) -> Decided:
        told = {"command_id": uuid4(), "accepted": True, "repeated": False} | outcome
        return Decided(CommandOutcome(**told))

    return SimpleNamespace(ask=ask, pool=pool)


async def test_team_the_answer_waits_until_the_decision_is_shown() -> None:
    pool = ReadModel()
    answer = asyncio.ensure_future(team.saved_member(commands(pool), ANN, "test", "key"))
    done, _ = await asyncio.wait({answer}, timeout=0.05)
    assert not done
    pool.shows = True
    assert (await answer).role is Role.AGENT


async def test_team_the_answer_waits_for_a_read_model_that_stands_still_no_longer_than_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(team, "WAIT_SECONDS", 0.03)
    saved = await team.saved_member(commands(ReadModel()), ANN, "test", "key")
    assert saved.member_id == ANN.member_id


async def test_team_a_refusal_waits_for_nothing() -> None:
    refused = commands(ReadModel(), accepted=False, code="last_admin")
    with pytest.raises(ProblemError) as problem:
        await team.saved_member(refused, ANN, "test", "key")
    assert problem.value.code == "last_admin"
