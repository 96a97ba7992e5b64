"""Every message version has an example that decodes: a fixture for other teams."""

import json
import shutil
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from switchboard.contracts.codec import encode
from switchboard.contracts.commands.conversation import AddInternalNote, Attachment
from switchboard.contracts.examples import faults, read_example, wanted
from switchboard.contracts.export.schemas import message_schemas
from switchboard.contracts.topics import TOPICS

EXAMPLES = Path(__file__).parents[2] / "libs/contracts/examples"
SCHEMAS = message_schemas(TOPICS)


def test_every_message_version_has_an_example_and_none_is_left_over() -> None:
    assert faults(EXAMPLES) == []


def test_an_example_that_is_missing_left_over_or_unreadable_is_named(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLES, tmp_path, dirs_exist_ok=True)
    first, second = sorted(wanted())[:2]
    (tmp_path / first).rename(tmp_path / "gone.v1.json")
    (tmp_path / second).write_text("{}", "utf-8")
    found = faults(tmp_path)
    assert [line.partition(":")[0] for line in found] == [first, "gone.v1.json", second]


@pytest.mark.parametrize("name", sorted(wanted()))
def test_an_example_is_a_record_as_it_is_on_its_topic(name: str) -> None:
    example = read_example(EXAMPLES / name)
    envelope, message = example.envelope(), example.message()
    assert f"{envelope.type}.json" == name
    assert example.key == message.key
    assert json.loads(encode(message)) == json.loads(example.body)
    assert dict(envelope.headers()) == dict(example.headers)
    assert (envelope.pos is not None) == example.topic.positioned
    Draft202012Validator(SCHEMAS[envelope.type]).validate(json.loads(example.body))


def test_a_reader_passes_over_fields_that_were_added_since() -> None:
    example = read_example(EXAMPLES / "conversation.closed.v1.json")
    body = json.loads(example.body) | {"added_later": [1, 2]}
    Draft202012Validator(SCHEMAS["conversation.closed.v1"]).validate(body)


def test_what_a_message_refuses_does_not_stand_in_the_error() -> None:
    for build, fields in (
        (AddInternalNote, {"text": "quetzalcoatlus" * 10_000}),
        (AddInternalNote, {"conversation_id": "quetzalcoatlus", "more": "quetzalcoatlus"}),
        (Attachment, {"size": "quetzalcoatlus"}),
    ):
        with pytest.raises(ValidationError) as refused:
            build.model_validate(fields)
        assert "quetzalcoatlus" not in str(refused.value)
