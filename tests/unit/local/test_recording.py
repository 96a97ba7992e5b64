"""A bad replay file is refused as a whole: a code, the file, the line, and one reason."""

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from switchboard.contracts.message import MESSAGE_BYTES
from switchboard.contracts.words import Source
from switchboard.local.replay.recording import Line, read_recordings
from switchboard.local.replay.trouble import ReplayError

RECORDINGS = Path(__file__).parents[2] / "data" / "conversations"


def a_line(name: str = "one", *texts: str, speaker: str = "customer") -> str:
    turns = [{"speaker": speaker, "text": text} for text in texts or ("hello",)]
    return json.dumps({"id": name, "turns": turns})


def a_file(folder: Path, *lines: str) -> Path:
    file = folder / "talk.jsonl"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def refused(*files: Path) -> Sequence[str]:
    with pytest.raises(ReplayError) as caught:
        read_recordings(files)
    return str(caught.value).splitlines()


def test_the_recorded_conversations_are_346_with_4721_messages() -> None:
    recordings = read_recordings(sorted(RECORDINGS.glob("*.jsonl")))
    assert len(recordings) == 346
    assert sum(len(recording.lines) for recording in recordings) == 4721


def test_blank_lines_and_unknown_fields_do_no_harm(tmp_path: Path) -> None:
    line = '{"id": "a", "new": 1, "turns": [{"speaker": "agent", "text": "hi", "mood": "good"}]}'
    (recording,) = read_recordings([a_file(tmp_path, "", line, "  ")])
    assert recording.lines == (Line(Source.AGENT, "hi"),)


def test_text_up_to_the_limit_is_played(tmp_path: Path) -> None:
    assert read_recordings([a_file(tmp_path, a_line("one", "x" * MESSAGE_BYTES))])


@pytest.mark.parametrize(
    ("line", "code"),
    [
        pytest.param("not json", "not_json", id="not JSON"),
        pytest.param('{"id": "a"', "not_json", id="JSON that breaks off"),
        pytest.param("[1]", "not_a_recording", id="no object"),
        pytest.param('{"id": "a", "messages": []}', "not_a_recording", id="other fields"),
        pytest.param('{"id": "a", "turns": []}', "not_a_recording", id="no turns"),
        pytest.param(
            '{"id": "a", "turns": [{"speaker": "agent"}]}', "not_a_recording", id="no text"
        ),
        pytest.param(a_line("", "hi"), "not_a_recording", id="empty id"),
        pytest.param(a_line("b", "hi", speaker="robot"), "unknown_author", id="unknown author"),
        pytest.param(a_line("b", "x" * (MESSAGE_BYTES + 1)), "bad_text", id="text over the limit"),
        pytest.param(a_line("b", "ü" * (MESSAGE_BYTES // 2 + 1)), "bad_text", id="bytes count"),
        pytest.param(a_line("b", "nul \x00"), "bad_text", id="U+0000"),
        pytest.param(a_line("b", " "), "bad_text", id="empty text"),
        pytest.param(a_line("one"), "id_repeated", id="the same id twice"),
    ],
)
def test_a_bad_line_is_one_sentence_with_code_file_and_line(
    tmp_path: Path, line: str, code: str
) -> None:
    file = a_file(tmp_path, a_line("one"), line)
    (sentence,) = refused(file)
    assert sentence.startswith(f"{code}: {file}:2")
    assert sentence.endswith(".")
    assert "xxxx" not in sentence


def test_a_line_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    file.write_bytes(a_line().encode() + b"\n\xff\xfe\n")
    assert refused(file) == [f"not_utf8: {file}:2 is not UTF-8 at byte 0."]


def test_a_line_without_end_is_not_read_to_its_end(tmp_path: Path) -> None:
    file = tmp_path / "talk.jsonl"
    with file.open("wb") as stream:
        stream.truncate(64 * 1024 * 1024)
    assert refused(file) == [f"line_too_long: {file}:1 is over 4 MiB."]


@pytest.mark.parametrize("lines", [(), ("", " ")])
def test_a_file_without_a_conversation_is_named(tmp_path: Path, lines: tuple[str, ...]) -> None:
    file = a_file(tmp_path, *lines)
    assert refused(file) == [f"no_recording: {file} holds no conversation."]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    file = tmp_path / "nowhere.jsonl"
    assert refused(file) == [f"file_missing: there is no file {file}."]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (sentence,) = refused(tmp_path)
    assert sentence.startswith(f"file_unreadable: {tmp_path} cannot be read")


def test_every_bad_line_is_named_up_to_ten(tmp_path: Path) -> None:
    sentences = refused(a_file(tmp_path, *["bad"] * 13))
    assert len(sentences) == 11
    assert sentences[-1] == "... and 3 more."
