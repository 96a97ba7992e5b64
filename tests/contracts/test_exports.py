"""What is generated from the contracts is committed and current, and others can rely on it."""

import json
import shutil
from pathlib import Path

import pytest

from switchboard.contracts.export import documents, stale, write
from switchboard.contracts.topics import TOPICS

WORKSPACE = Path(__file__).parents[2]


def test_schemas_asyncapi_catalogue_and_browser_types_are_current() -> None:
    assert stale(WORKSPACE) == [], "run `python -m switchboard.contracts export`"


@pytest.mark.parametrize("damage", ["missing", "changed", "left over"])
def test_what_is_not_current_is_named(tmp_path: Path, damage: str) -> None:
    write(tmp_path)
    file = tmp_path / next(iter(documents()))
    match damage:
        case "missing":
            file.unlink()
        case "changed":
            file.write_text("{}", "utf-8")
        case _:
            file = Path(shutil.copy(file, file.with_name("gone.v1.json")))
    assert stale(tmp_path) == [file.relative_to(tmp_path).as_posix()]
    write(tmp_path)
    assert stale(tmp_path) == []


def test_no_schema_refuses_what_is_added_later() -> None:
    texts = [text for path, text in documents().items() if path.suffix == ".json"]
    assert texts
    assert not any('"additionalProperties": false' in text for text in texts)


def test_asyncapi_names_every_topic_message_sender_and_hearer() -> None:
    document = json.loads((WORKSPACE / "libs/contracts/schemas/asyncapi.json").read_text("utf-8"))
    assert set(document["channels"]) == {topic.name for topic in TOPICS}
    for topic in TOPICS:
        channel = document["channels"][topic.name]
        assert set(channel["messages"]) == {message.ce_type() for message in topic.messages}
        for service in topic.producers:
            assert document["operations"][f"{service}.sends.{topic.name}"]["action"] == "send"
        for service in topic.consumers:
            operation = document["operations"][f"{service}.receives.{topic.name}"]
            assert operation["action"] == "receive"


def test_every_reference_in_asyncapi_leads_somewhere() -> None:
    folder = WORKSPACE / "libs/contracts/schemas"
    document = json.loads((folder / "asyncapi.json").read_text("utf-8"))
    references = _references(document)
    assert references
    for reference in references:
        if reference.startswith("#/"):
            place = document
            for step in reference[2:].split("/"):
                place = place[step]
        else:
            assert (folder / reference).is_file()


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if "$ref" in value else []
        return own + [found for part in value.values() for found in _references(part)]
    if isinstance(value, list):
        return [found for part in value for found in _references(part)]
    return []
