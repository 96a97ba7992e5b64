from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from switchboard.local import journal as module
from switchboard.local.journal import Journal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


async def follow(journal: Journal, *chunks: bytes) -> None:
    stream = asyncio.StreamReader()
    for chunk in chunks:
        stream.feed_data(chunk)
    stream.feed_eof()
    await journal.follow("part", stream)


async def test_lines_are_kept_whole_however_they_arrive(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    await follow(journal, b"one\ntw", b"o 100%s \xc3", b"\xa4\nno end")
    journal.close()
    assert journal.file("part").read_text() == "one\ntwo 100%s ä\nno end\n"


async def test_a_line_without_end_and_bytes_that_are_no_text_do_no_harm(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    await follow(journal, b"." * 1_000_000, b"\xff\n")
    journal.close()
    assert len(journal.file("part").read_text()) == 1_000_002


def test_files_do_not_grow_without_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_BYTES", 1_000)
    journal = Journal(tmp_path)
    for number in range(500):
        journal.say("part", f"line {number}")
    journal.close()
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 2_000
    assert "line 499" in journal.file("part").read_text()


def test_the_terminal_shows_who_said_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal = Journal(tmp_path)
    journal.say("gateway-serve", "hello")
    journal.close()
    assert capsys.readouterr().out == "gateway-serve        hello\n"
