"""What the nursery forks behaves as what `python -m` starts, and ends when the nursery does."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from typing import TYPE_CHECKING

import psutil  # type: ignore[import-untyped]  # ships no types
import pytest

from switchboard.local.children import Command
from switchboard.local.errors import LocalError
from switchboard.local.nursery import KILLED, Forked, Nursery

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

PROBE = """
import decimal, json, os, sys
print(json.dumps({
    "module": __name__, "arguments": sys.argv[1:], "folder": os.getcwd(),
    "told": os.environ.get("TOLD"), "home": os.environ.get("HOME"),
    "session": os.getsid(0) == os.getpid(), "preloaded": __import__("probe_preloaded").PID,
}), flush=True)
sys.stderr.write("and an error\\n")
sys.exit(7)
"""
SLEEPER = "import time; print('asleep', flush=True); time.sleep(60)"


@pytest.fixture
async def nursery(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Nursery]:
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    (tmp_path / "probe_preloaded.py").write_text("import os; PID = os.getpid()")
    (tmp_path / "probe.py").write_text(PROBE)
    (tmp_path / "sleeper.py").write_text(SLEEPER)
    nursery = Nursery(["probe_preloaded"])
    yield nursery
    await asyncio.wait_for(nursery.stop(), 10)


def command(folder: Path, *module: str, **environment: str) -> Command:
    kept = {name: value for name, value in os.environ.items() if name != "HOME"}
    return Command((sys.executable, "-m", *module), folder, {**kept, **environment})


async def test_a_forked_process_is_what_python_m_would_have_been(
    nursery: Nursery, tmp_path: Path
) -> None:
    told = command(tmp_path, "probe", "one", "two words", TOLD="ümläut")
    forked = await nursery.spawn(told)
    said = (await forked.stdout.read()).decode()
    assert await forked.wait() == forked.returncode == 7
    assert '"module": "__main__", "arguments": ["one", "two words"]' in said
    assert f'"folder": "{tmp_path}", "told": "\\u00fcml\\u00e4ut", "home": null' in said
    assert '"session": true' in said
    assert f'"preloaded": {forked.pid}' not in said
    assert said.endswith("and an error\n")


async def test_a_signal_and_its_status_arrive(nursery: Nursery, tmp_path: Path) -> None:
    forked = await asleep(nursery, tmp_path)
    assert "-m sleeper" in " ".join(psutil.Process(forked.pid).cmdline())
    forked.send_signal(signal.SIGTERM)
    assert await forked.wait() == -signal.SIGTERM
    forked.send_signal(signal.SIGTERM)


async def test_when_the_nursery_is_killed_its_children_end_and_the_next_command_starts_another(
    nursery: Nursery, tmp_path: Path
) -> None:
    forked = await asleep(nursery, tmp_path)
    os.kill(psutil.Process(forked.pid).ppid(), signal.SIGKILL)
    assert await asyncio.wait_for(forked.wait(), 10) == KILLED
    assert await asyncio.wait_for(forked.stdout.read(), 10) == b""
    again = await asleep(nursery, tmp_path)
    again.send_signal(signal.SIGKILL)
    assert await again.wait() == KILLED


async def test_it_ends_when_it_is_told_to_while_it_still_imports() -> None:
    nursery = Nursery(["asyncio", "email", "http.server"])
    nursery.start()
    await asyncio.wait_for(nursery.stop(), 10)


async def test_a_library_that_cannot_be_imported_is_told(
    capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    nursery = Nursery(["there_is_no_such_library"])
    with pytest.raises(LocalError, match="has ended: what it said stands above"):
        await nursery.spawn(command(tmp_path, "probe"))
    assert "No module named 'there_is_no_such_library'" in capfd.readouterr().err


async def asleep(nursery: Nursery, folder: Path) -> Forked:
    forked = await nursery.spawn(command(folder, "sleeper"))
    assert await forked.stdout.readline() == b"asleep\n"
    return forked
