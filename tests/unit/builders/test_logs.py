"""What must not stand in a log is found there."""

import json
from pathlib import Path

import pytest
from tests.builders.logs import Logged, logs

SAID = 'He asked for "a refund"'


def what_was_logged(*texts: str) -> Logged:
    logged = Logged()
    for text in texts:
        logged.keep(text)
    return logged


@pytest.mark.parametrize(
    "line", [f"refused: {SAID}.", json.dumps({"event": SAID}), f"ValueError: {SAID!r}", SAID]
)
def test_a_text_is_found_as_it_is_and_as_json_and_tracebacks_spell_it(line: str) -> None:
    found = what_was_logged("ready", f"ready\n{line}\nready").lines_with({SAID})
    assert [one.rpartition(" in ")[2] for one in found] == [line]


@pytest.mark.parametrize("line", ["Grüße aus Köln", json.dumps("Grüße aus Köln")])
def test_a_text_in_another_script_is_found_whether_json_escapes_it_or_not(line: str) -> None:
    assert what_was_logged(line).lines_with({"Grüße aus Köln"})


def test_a_text_of_several_lines_is_found_by_one_of_them() -> None:
    text = "Good morning\nmy parcel never came"
    assert what_was_logged("said my parcel never came\n").lines_with({text})
    assert what_was_logged(json.dumps(text)).lines_with({text})


def test_texts_that_begin_alike_are_told_apart() -> None:
    said = {"It left the house today.", "It left the house yesterday."}
    assert what_was_logged("It left the house tomorrow.").lines_with(said) == []
    assert len(what_was_logged("It left the house yesterday.").lines_with(said)) == 1


def test_what_is_short_may_stand_in_a_sentence_by_chance() -> None:
    short = {"claimed", "is a part", " " * 20, "", "partitions", "1", "c"}
    logged = what_was_logged(
        f"a partition is claimed{' ' * 30}", 'at=1 conversation=c why="a partition is claimed"'
    )
    assert logged.lines_with(short) == []


def test_an_id_may_stand_in_a_log_also_where_somebody_wrote_it_as_a_text() -> None:
    identifier = "783223fe-59e4-562c-896a-55c4940947a5"
    written = {identifier, f"my order {identifier}"}
    assert what_was_logged(identifier, f"key={identifier}").lines_with(written) == []
    assert what_was_logged(f"text='my order {identifier}'").lines_with(written)


@pytest.mark.parametrize("short", ["refund", "my cat", 'a "b"', "Grüße"])
@pytest.mark.parametrize("line", ["refused text={0!r}", "why=[input_value={0!r}, at=1]", "t={0}"])
def test_what_is_short_is_found_as_a_whole_value(short: str, line: str) -> None:
    assert what_was_logged(line.format(short)).lines_with({"elsewhere", short})
    assert what_was_logged(json.dumps({"at": 1, "text": short})).lines_with({short})
    assert not what_was_logged(line.format(f"{short}y")).lines_with({short})


def test_two_words_are_sought_although_they_are_short() -> None:
    assert what_was_logged("rule=Parcel lost.").lines_with({"Parcel lost"})


def test_what_kafka_and_postgres_store_is_no_log(tmp_path: Path) -> None:
    for folder in ("kafka/logs", "kafka/data"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "some.log").write_text(folder, "utf-8")
    assert list(logs(tmp_path)) == ["kafka/logs"]
