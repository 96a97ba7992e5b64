from __future__ import annotations

import pytest

from switchboard.local.errors import LocalError
from switchboard.local.part import LONGEST_PAUSE, Pause
from switchboard.local.processes import PROCESSES, SERVICES, replicas


def test_one_copy_of_each_process_runs_by_default() -> None:
    assert [replica.name for replica in replicas({})] == [row.name for row in PROCESSES]


def test_the_names_of_copies_tell_them_apart() -> None:
    names = [replica.name for replica in replicas({"conversation": 3, "gateway-serve": 2})]
    assert names.count("conversation-consume") == 1
    assert {"conversation-consume-1", "conversation-consume-2", "gateway-serve-1"} <= set(names)
    assert "gateway-consume-1" not in names
    assert len(names) == len(set(names))


def test_scaling_what_does_not_exist_names_what_does() -> None:
    with pytest.raises(LocalError, match="conversation-consume"):
        replicas({"konversation": 2})


def test_every_process_is_a_module_and_a_kind() -> None:
    assert len(PROCESSES) == 9
    assert all(row.service in SERVICES for row in PROCESSES)
    assert PROCESSES[0].arguments == ("switchboard.conversation", "consume")


def test_what_worked_for_five_seconds_is_started_again_at_once() -> None:
    pause = Pause()
    assert pause.after(lived=0.1) > 0
    assert pause.after(lived=5.0) == 0


def test_early_deaths_are_answered_with_growing_pauses() -> None:
    pause = Pause()
    pauses = [pause.after(lived=0.1) for _ in range(10)]
    assert pauses == sorted(pauses)
    assert pauses[0] < pauses[-1] == LONGEST_PAUSE
