"""A field is added to what is extracted."""

from datetime import datetime

from switchboard.analysis.model.field_set import MOST_FIELDS, FieldSet, has_fitting_options
from switchboard.analysis.model.refusals import Code, Verdict, refused
from switchboard.contracts.commands.analysis import DefineField
from switchboard.contracts.events.analysis import FieldDefined


def define_field(known: FieldSet, command: DefineField, now: datetime) -> Verdict:
    """Add it at the end, under a key of its own (rule A2)."""
    field = command.field
    if known.find(field.key) is not None:
        return refused(Code.FIELD_EXISTS)
    if len(known.fields) >= MOST_FIELDS:
        return refused(Code.TOO_MANY_FIELDS, most=MOST_FIELDS)
    if not has_fitting_options(field):
        return refused(Code.BAD_OPTIONS)
    return known.changed(
        (*known.fields, field), FieldDefined, command.member_id, now, field_key=field.key
    )
