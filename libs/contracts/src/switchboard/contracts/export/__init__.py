"""Everything that is generated from the message classes and the registry, and is committed.

`documents()` is the one place that knows what there is; `python -m switchboard.contracts export`
writes it, and a test fails when the committed files say something else.
"""

import json
from collections.abc import Sequence
from pathlib import Path, PurePosixPath

from switchboard.contracts.export.asyncapi import asyncapi
from switchboard.contracts.export.catalogue import catalogue
from switchboard.contracts.export.schemas import Schema, frame_schemas, message_schemas
from switchboard.contracts.export.typescript import typescript
from switchboard.contracts.topics import TOPICS, Topic

SCHEMAS = PurePosixPath("libs/contracts/schemas")
EXAMPLES = PurePosixPath("libs/contracts/examples")
RELEASED = PurePosixPath("libs/contracts/released.json")
CATALOGUE = PurePosixPath("docs/events")
BROWSER_TYPES = PurePosixPath("web/packages/protocol/src/generated")


def schema_documents(topics: Sequence[Topic] = TOPICS) -> dict[str, Schema]:
    """The JSON Schemas and the AsyncAPI document by file name."""
    named = {f"{ce_type}.json": schema for ce_type, schema in message_schemas(topics).items()}
    frames = {f"socket.{side}.json": schema for side, schema in frame_schemas().items()}
    return {**named, **frames, "asyncapi.json": asyncapi(topics)}


def documents() -> dict[PurePosixPath, str]:
    """Every generated file of the workspace and its text."""
    schemas = {SCHEMAS / name: _json(schema) for name, schema in schema_documents().items()}
    pages = {CATALOGUE / name: page for name, page in catalogue(TOPICS).items()}
    return {**schemas, **pages, BROWSER_TYPES / "contracts.ts": typescript(TOPICS)}


def stale(workspace: Path) -> list[str]:
    """Generated files of a workspace that are missing, differ, or belong to nothing any more."""
    wanted = documents()
    differing = [path for path, text in wanted.items() if _text(workspace / path) != text]
    return sorted(str(path) for path in (*differing, *_leftovers(workspace, wanted)))


def write(workspace: Path) -> list[str]:
    """Bring every generated file of a workspace up to date; returns what changed."""
    changed, wanted = stale(workspace), documents()
    for path in _leftovers(workspace, wanted):
        (workspace / path).unlink()
    for path, text in wanted.items():
        (workspace / path).parent.mkdir(parents=True, exist_ok=True)
        (workspace / path).write_text(text, "utf-8")
    return changed


def released_schemas(workspace: Path) -> dict[str, Schema]:
    """The schemas of the last release by CloudEvents type."""
    stored: dict[str, Schema] = json.loads((workspace / RELEASED).read_text("utf-8"))
    return stored


def write_released(workspace: Path) -> None:
    """Take the schemas as they are for those of the last release."""
    (workspace / RELEASED).write_text(_json(dict(message_schemas(TOPICS))), "utf-8")


def _leftovers(workspace: Path, wanted: dict[PurePosixPath, str]) -> list[PurePosixPath]:
    folders = (SCHEMAS, CATALOGUE, BROWSER_TYPES)
    found = {folder / file.name for folder in folders for file in (workspace / folder).glob("*")}
    return sorted(found - wanted.keys())


def _text(path: Path) -> str | None:
    return path.read_text("utf-8") if path.is_file() else None


def _json(schema: Schema) -> str:
    return json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
