"""The fields are shown in another order."""

from datetime import datetime

from switchboard.analysis.model.field_set import FieldSet
from switchboard.analysis.model.refusals import Code, Verdict, refused
from switchboard.contracts.commands.analysis import ReorderFields
from switchboard.contracts.events.analysis import FieldsReordered
from switchboard.runtime.roles import Accepted


def reorder_fields(known: FieldSet, command: ReorderFields, now: datetime) -> Verdict:
    """Take the order given, if it names every field once.

    Who ordered a set that somebody else has changed meanwhile has to look again.
    """
    order = list(command.field_keys)
    by_key = {field.key: field for field in known.fields}
    if sorted(order) != sorted(by_key):
        return refused(Code.OTHER_FIELDS, definitions_version=known.version)
    if order == list(by_key):
        return Accepted(known)
    fields = [by_key[key] for key in order]
    return known.changed(fields, FieldsReordered, command.member_id, now)
