"""The types that browsers speak in, from the same schemas that everyone else reads.

A field with a default other than null is always written by its sender, and so is never optional
here; a field that may be absent is optional, and null where a sender writes null.
"""

import json
import re
from collections.abc import Sequence

from switchboard.contracts.export.schemas import Schema, frame_schemas, message_schemas
from switchboard.contracts.topics import Kind, Topic

_NOTE = """\
// Written by `python -m switchboard.contracts export` from the message classes in libs/contracts.
// Change the classes, not this file.
"""
_HEARD = (Kind.EVENTS, Kind.SNAPSHOTS)
_SIMPLE = {"string": "string", "integer": "number", "number": "number", "boolean": "boolean"}
_SIMPLE |= {"null": "null"}


def typescript(topics: Sequence[Topic]) -> str:
    """Interfaces of what the gateway passes on and of every frame, and a union a topic."""
    heard = [topic for topic in topics if topic.kind in _HEARD]
    named: dict[str, Schema] = {}
    for schema in message_schemas(heard).values():
        named |= schema.get("$defs", {}) | {schema["title"]: schema}
    sides = frame_schemas()
    for side in sides.values():
        named |= side["$defs"]
    unions = [_union(_of_topic(topic), _titles(topic)) for topic in heard]
    unions += [_union(f"Any{side.title()}Frame", _frames(sides[side])) for side in sides]
    types = [_declaration(name, named[name]) for name in sorted(named)]
    return "\n".join([_NOTE, *types, *unions])


def _of_topic(topic: Topic) -> str:
    words = re.split(r"\W", topic.name)
    return "".join(word.title() for word in words) + "Message"


def _titles(topic: Topic) -> list[str]:
    return [message.__name__ for message in topic.messages]


def _frames(side: Schema) -> list[str]:
    return [_type(frame) for frame in side["oneOf"]]


def _union(name: str, members: list[str]) -> str:
    return f"export type {name} =\n  | " + "\n  | ".join(members) + ";\n"


def _declaration(name: str, schema: Schema) -> str:
    comment = _comment(schema, "")
    if "properties" not in schema:
        return f"{comment}export type {name} = {_type(schema)};\n"
    lines = [_field(schema, field) for field in schema["properties"]]
    return f"{comment}export interface {name} {{\n" + "".join(lines) + "}\n"


def _field(schema: Schema, name: str) -> str:
    field = schema["properties"][name]
    written = name in schema.get("required", []) or field.get("default") is not None
    mark = "" if written else "?"
    return f"{_comment(field, '  ')}  {name}{mark}: {_type(field)};\n"


def _comment(schema: Schema, indent: str) -> str:
    lines = str(schema.get("description", "")).splitlines()
    if not lines:
        return ""
    if len(lines) == 1:
        return f"{indent}/** {lines[0]} */\n"
    body = "".join(f"{indent} * {line}".rstrip() + "\n" for line in lines)
    return f"{indent}/**\n{body}{indent} */\n"


def _type(schema: Schema) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "const" in schema or "enum" in schema:
        return " | ".join(json.dumps(word) for word in schema.get("enum", [schema.get("const")]))
    if "anyOf" in schema:
        return " | ".join(_type(each) for each in schema["anyOf"])
    return _plain(schema)


def _plain(schema: Schema) -> str:
    match schema.get("type"):
        case "array":
            return _array(schema)
        case "object":
            return f"Record<string, {_type(schema['additionalProperties'])}>"
        case name:
            return _SIMPLE.get(str(name), "unknown")


def _array(schema: Schema) -> str:
    inner = _type(schema["items"])
    return f"({inner})[]" if " | " in inner else f"{inner}[]"
