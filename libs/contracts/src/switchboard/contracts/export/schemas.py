"""JSON Schemas in reader form: they name what is promised and refuse nothing that was added."""

from collections.abc import Sequence
from typing import Any, TypeAlias

from pydantic import BaseModel, TypeAdapter

from switchboard.contracts.socket import ClientFrame, ServerFrame
from switchboard.contracts.topics import Topic

Schema: TypeAlias = dict[str, Any]
"""A JSON Schema as JSON."""

DIALECT = "https://json-schema.org/draft/2020-12/schema"
ALWAYS_WRITTEN = ("type", "version", "frame")
"""Fields with one constant value: every writer writes them, readers decide by them."""


def message_schemas(topics: Sequence[Topic]) -> dict[str, Schema]:
    """The schema of each message version by its CloudEvents type."""
    messages = {message.ce_type(): message for topic in topics for message in topic.messages}
    return {ce_type: schema_of(message) for ce_type, message in sorted(messages.items())}


def frame_schemas() -> dict[str, Schema]:
    """The schemas of what a client and what a server may send over a socket."""
    sides: dict[str, TypeAdapter[Any]] = {
        "client": TypeAdapter(ClientFrame),
        "server": TypeAdapter(ServerFrame),
    }
    return {
        side: {"$schema": DIALECT, **_reader_form(adapter.json_schema())}
        for side, adapter in sides.items()
    }


def schema_of(message: type[BaseModel]) -> Schema:
    """The schema of one class."""
    schema = _reader_form(message.model_json_schema())
    return {"$schema": DIALECT, "title": message.__name__, **schema}


def _reader_form(schema: Schema) -> Schema:
    """Without the refusal of unknown fields, and without titles that repeat the names."""
    kept = {
        name: value
        for name, value in schema.items()
        if name != "title" and (name, value) != ("additionalProperties", False)
    }
    return _with_constants_required({name: _inside(name, value) for name, value in kept.items()})


def _inside(name: str, value: Any) -> Any:
    if name in {"properties", "$defs"}:
        return {inner: _reader_form(schema) for inner, schema in value.items()}
    if name in {"items", "additionalProperties"} and isinstance(value, dict):
        return _reader_form(value)
    if name in {"anyOf", "oneOf"}:
        return [_reader_form(schema) for schema in value]
    return value


def _with_constants_required(schema: Schema) -> Schema:
    properties = schema.get("properties", {})
    constants = [name for name in ALWAYS_WRITTEN if "const" in properties.get(name, {})]
    if not constants:
        return schema
    required = {*constants, *schema.get("required", [])}
    return {**schema, "required": [name for name in properties if name in required]}
