"""A field is extracted no longer."""

from datetime import datetime

from switchboard.analysis.model.field_set import FieldSet
from switchboard.analysis.model.refusals import Code, Verdict, refused
from switchboard.contracts.commands.analysis import RemoveField
from switchboard.contracts.events.analysis import FieldRemoved


def remove_field(known: FieldSet, command: RemoveField, now: datetime) -> Verdict:
    """Leave it out from now on; results that there are stay as they are (rule A3)."""
    if known.find(command.field_key) is None:
        return refused(Code.UNKNOWN_FIELD)
    fields = [field for field in known.fields if field.key != command.field_key]
    return known.changed(fields, FieldRemoved, command.member_id, now, field_key=command.field_key)
