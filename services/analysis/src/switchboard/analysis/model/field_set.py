"""The fields that the team wants extracted, as one set with one version (rules A2, A3)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from switchboard.contracts.default_fields import DEFAULT_FIELDS, DEFAULT_VERSION
from switchboard.contracts.events.analysis import (
    FieldChanged,
    FieldDefined,
    FieldDefinition,
    FieldRemoved,
    FieldsReordered,
    FieldType,
)
from switchboard.contracts.topics import ANALYSIS_EVENTS_TOPIC
from switchboard.runtime.roles import Accepted, Say

WORKSPACE = "workspace"
"""The key of everything there is one of."""

MOST_FIELDS = 50
"""More than anybody reads in a sidebar; the whole set stands in each event."""
MOST_OPTIONS = 50

FieldsFact = type[FieldDefined] | type[FieldChanged] | type[FieldRemoved] | type[FieldsReordered]


@dataclass(frozen=True, slots=True)
class FieldSet:
    """The definitions as they are now.

    Attributes:
        version: counts the changes of the set; results name it. The built-in one is 1.
        fields: in the order in which they are shown; keys are unique.
        changed_by: the member who made this version; None for the built-in one.
    """

    version: int = DEFAULT_VERSION
    fields: tuple[FieldDefinition, ...] = DEFAULT_FIELDS
    changed_by: UUID | None = None
    changed_at: datetime | None = None

    def find(self, key: str) -> FieldDefinition | None:
        """The field of this key."""
        return next((field for field in self.fields if field.key == key), None)

    def changed(
        self,
        fields: Sequence[FieldDefinition],
        kind: FieldsFact,
        by: UUID,
        now: datetime,
        **names: Any,
    ) -> Accepted["FieldSet"]:
        """The next version of the set, with the fact that states it."""
        after = replace(
            self,
            version=self.version + 1,
            fields=tuple(fields),
            changed_by=by,
            changed_at=now,
        )
        fact = kind(
            definitions_version=after.version, fields=after.fields, member_id=by, at=now, **names
        )
        return Accepted(after, says=(Say(ANALYSIS_EVENTS_TOPIC, fact, answer=True),))


def has_fitting_options(field: FieldDefinition) -> bool:
    """Whether an `enum` has options, each once whatever its case, and any other type has none."""
    if field.field_type is not FieldType.ENUM:
        return not field.options
    words = {option.strip().lower() for option in field.options}
    return len(words) == len(field.options) and 0 < len(words) <= MOST_OPTIONS
