"""The command and a bad file: one sentence, exit code 1, and nobody was called."""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.integration.replay.stage import ABCD


@dataclass
class Listener:
    """Stands where gateway and Kafka would, and counts who calls."""

    address: str
    calls: int = 0


@pytest.fixture
async def listener() -> AsyncIterator[Listener]:
    def called(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        del reader
        heard.calls += 1
        writer.close()

    server = await asyncio.start_server(called, "127.0.0.1", 0)
    host, port = server.sockets[0].getsockname()
    heard = Listener(f"{host}:{port}")
    async with server:
        yield heard


async def _replay(listener: Listener, *files: Path) -> "subprocess.CompletedProcess[str]":
    line = [sys.executable, "-m", "switchboard.local", "replay", *map(str, files)]
    line += ["--gateway", f"http://{listener.address}", "--kafka", listener.address]
    line += ["--database-url", f"postgresql://nobody@{listener.address}/{{service}}"]
    return await asyncio.to_thread(
        subprocess.run, [*line, "--patience", "1"], text=True, capture_output=True, check=False
    )


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param("not json\n", "not_json", id="not JSON"),
        pytest.param('{"id": "a", "messages": []}\n', "not_a_recording", id="wrong schema"),
        pytest.param(
            '{"id": "a", "turns": [{"speaker": "robot", "text": "hi"}]}\n',
            "unknown_author",
            id="unknown author",
        ),
        pytest.param("", "no_recording", id="empty"),
        pytest.param(None, "file_missing", id="missing"),
    ],
)
async def test_one_bad_file_among_good_ones_and_nothing_is_sent(
    listener: Listener, tmp_path: Path, content: str | None, code: str
) -> None:
    bad = tmp_path / "bad.jsonl"
    if content is not None:
        bad.write_text(content)
    result = await _replay(listener, ABCD, bad)
    assert result.returncode == 1
    (sentence,) = result.stderr.splitlines()
    assert sentence.startswith(f"{code}: ")
    assert str(bad) in sentence
    assert result.stdout == ""
    assert listener.calls == 0


async def test_a_good_file_would_have_been_played(listener: Listener) -> None:
    result = await _replay(listener, ABCD)
    assert result.returncode == 1
    assert result.stderr.startswith("not_reached: ")
    assert listener.calls > 0
