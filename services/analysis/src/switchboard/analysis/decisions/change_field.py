"""A field is given another type, description or options."""

from datetime import datetime

from switchboard.analysis.model.field_set import FieldSet, has_fitting_options
from switchboard.analysis.model.refusals import Code, Verdict, refused
from switchboard.contracts.commands.analysis import ChangeField
from switchboard.contracts.events.analysis import FieldChanged
from switchboard.runtime.roles import Accepted


def change_field(known: FieldSet, command: ChangeField, now: datetime) -> Verdict:
    """Replace it where it stands; results that there are stay as they are (rules A2, A3)."""
    field, before = command.field, known.find(command.field.key)
    if before is None:
        return refused(Code.UNKNOWN_FIELD)
    if not has_fitting_options(field):
        return refused(Code.BAD_OPTIONS)
    if field == before:
        return Accepted(known)
    fields = [field if one.key == field.key else one for one in known.fields]
    return known.changed(fields, FieldChanged, command.member_id, now, field_key=field.key)
