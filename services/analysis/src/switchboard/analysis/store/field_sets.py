"""The fields that are extracted, by version of the set."""

import json
from collections.abc import Sequence
from typing import Any

from switchboard.analysis.model.field_set import FieldSet
from switchboard.contracts.events.analysis import FieldDefinition
from switchboard.runtime.roles import Connection

_NEWEST = """
SELECT version, fields, changed_by, changed_at FROM field_set ORDER BY version DESC LIMIT 1
"""
_SAVE = "INSERT INTO field_set (version, fields, changed_by, changed_at) VALUES ($1, $2, $3, $4)"


async def newest_field_set(connection: Connection) -> FieldSet:
    """The fields as they are now; the built-in ones before the first change."""
    row = await connection.fetchrow(_NEWEST)
    return FieldSet() if row is None else _field_set(row)


async def save_field_sets(connection: Connection, sets: Sequence[FieldSet]) -> None:
    """Store the versions that a poll has made; earlier ones stay, for results name them (A3)."""
    await connection.executemany(_SAVE, [_row(one) for one in sets])


def _row(one: FieldSet) -> tuple[Any, ...]:
    fields = json.dumps([field.model_dump(mode="json") for field in one.fields])
    return (one.version, fields, one.changed_by, one.changed_at)


def _field_set(row: Any) -> FieldSet:
    fields = tuple(FieldDefinition(**field) for field in json.loads(row["fields"]))
    return FieldSet(row["version"], fields, row["changed_by"], row["changed_at"])
