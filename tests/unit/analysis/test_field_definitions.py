"""The team's own fields: one set, one version, unique keys; whatever came before stays (A2, A3)."""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.analysis.decisions.change_field import change_field
from switchboard.analysis.decisions.define_field import define_field
from switchboard.analysis.decisions.remove_field import remove_field
from switchboard.analysis.decisions.reorder_fields import reorder_fields
from switchboard.analysis.model.field_set import MOST_FIELDS, FieldSet
from switchboard.analysis.model.fields import extracted
from switchboard.analysis.model.refusals import Verdict
from switchboard.contracts.commands.analysis import (
    ChangeField,
    DefineField,
    RemoveField,
    ReorderFields,
)
from switchboard.contracts.default_fields import DEFAULT_FIELDS, DEFAULT_VERSION
from switchboard.contracts.events.analysis import (
    FieldChanged,
    FieldDefined,
    FieldDefinition,
    FieldRemoved,
    FieldsReordered,
    FieldType,
)
from switchboard.runtime.roles import Accepted, Refused

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAN = UUID("00000000-0000-4000-8000-00000000000d")


def a_field(
    key: str = "plan",
    of: FieldType = FieldType.TEXT,
    description: str = "Which plan it is about.",
    options: tuple[str, ...] = (),
) -> FieldDefinition:
    return FieldDefinition(key=key, field_type=of, description=description, options=options)


def defined(known: FieldSet, field: FieldDefinition) -> Verdict:
    return define_field(known, DefineField(field=field, member_id=DAN), NOON)


def changed(known: FieldSet, field: FieldDefinition) -> Verdict:
    return change_field(known, ChangeField(field=field, member_id=DAN), NOON)


def removed(known: FieldSet, key: str) -> Verdict:
    return remove_field(known, RemoveField(field_key=key, member_id=DAN), NOON)


def reordered(known: FieldSet, *keys: str) -> Verdict:
    return reorder_fields(known, ReorderFields(field_keys=keys, member_id=DAN), NOON)


def code(verdict: Verdict) -> str:
    assert isinstance(verdict, Refused)
    return verdict.code


def the_fact(verdict: Verdict) -> Any:
    assert isinstance(verdict, Accepted)
    (say,) = verdict.says
    assert say.answer
    return say.message


A, B, C = a_field("a"), a_field("b"), a_field("c")
TWO = FieldSet(7, (A, B))


def test_before_the_first_change_the_built_in_fields_count_and_version_1_means_them() -> None:
    built_in = {field.key: field.field_type.value for field in DEFAULT_FIELDS}
    assert (FieldSet().version, FieldSet().fields) == (DEFAULT_VERSION, DEFAULT_FIELDS)
    assert list(built_in.items()) == [
        ("email", "text"),
        ("phone", "text"),
        ("name", "text"),
        ("order_id", "text"),
        ("account_id", "text"),
        ("username", "text"),
        ("zip_code", "text"),
        ("amount", "number"),
        ("thanked", "boolean"),
        ("preferred_contact", "enum"),
    ]


def test_a3_every_change_is_a_new_version_that_states_the_whole_set() -> None:
    facts = [
        the_fact(defined(TWO, C)),
        the_fact(changed(TWO, a_field("a", FieldType.NUMBER))),
        the_fact(removed(TWO, "a")),
        the_fact(reordered(TWO, "b", "a")),
    ]
    assert [type(fact) for fact in facts] == [
        FieldDefined,
        FieldChanged,
        FieldRemoved,
        FieldsReordered,
    ]
    assert [[field.key for field in fact.fields] for fact in facts] == [
        ["a", "b", "c"],
        ["a", "b"],
        ["b"],
        ["b", "a"],
    ]
    assert {fact.definitions_version for fact in facts} == {8}
    assert {fact.member_id for fact in facts} == {DAN}


def test_a2_a_key_belongs_to_one_field_and_what_is_not_there_is_not_changed() -> None:
    assert code(defined(TWO, a_field("a", FieldType.NUMBER))) == "field_exists"
    assert code(changed(TWO, C)) == "unknown_field"
    assert code(removed(TWO, "c")) == "unknown_field"


@pytest.mark.parametrize("key", ["", "Plan", "1st", "a-b", "x" * 41, "plan "])
def test_a2_a_key_is_a_short_word_of_small_letters(key: str) -> None:
    with pytest.raises(ValueError, match="key"):
        a_field(key)


@pytest.mark.parametrize(
    ("of", "options", "fits"),
    [
        (FieldType.ENUM, ("yes", "no"), True),
        (FieldType.ENUM, (), False),
        (FieldType.ENUM, ("yes", "Yes "), False),
        (FieldType.TEXT, ("yes",), False),
        (FieldType.BOOLEAN, (), True),
    ],
)
def test_a2_options_belong_to_an_enum_each_once(
    of: FieldType, options: tuple[str, ...], *, fits: bool
) -> None:
    verdict = defined(TWO, a_field("c", of, options=options))
    assert isinstance(verdict, Accepted) is fits
    assert isinstance(changed(TWO, a_field("a", of, options=options)), Accepted) is fits


def test_what_changes_nothing_makes_no_version() -> None:
    for verdict in (changed(TWO, A), reordered(TWO, "a", "b")):
        assert isinstance(verdict, Accepted)
        assert (verdict.state, verdict.says) == (TWO, ())


@pytest.mark.parametrize("order", [("a",), ("a", "b", "c"), ("a", "a"), ("a", "a", "b")])
def test_a2_an_order_names_every_field_once(order: tuple[str, ...]) -> None:
    verdict = reordered(TWO, *order)
    assert code(verdict) == "other_fields"
    assert isinstance(verdict, Refused)
    assert verdict.data == {"definitions_version": 7}


def test_a2_there_are_not_more_fields_than_anybody_reads() -> None:
    many = FieldSet(2, tuple(a_field(f"f{number}") for number in range(MOST_FIELDS)))
    assert code(defined(many, C)) == "too_many_fields"


@pytest.mark.parametrize(
    ("field", "text", "value", "missing"),
    [
        (a_field("city"), "My city is New York, thanks.", "New York", None),
        (a_field("city"), "No idea", None, "not_mentioned"),
        (a_field("x", description='After "deliver to".'), "Deliver to: Ulm!", "Ulm", None),
        (a_field("seats", FieldType.NUMBER), "seats: 1,200 of them", 1200.0, None),
        (a_field("seats", FieldType.NUMBER), "seats: a dozen", None, "wrong_type"),
        (a_field("price", FieldType.NUMBER), "price: 12,50", None, "wrong_type"),
        (a_field("plan", FieldType.ENUM, options=("Free", "Team")), "the team one", "Team", None),
        (
            a_field("plan", FieldType.ENUM, options=("Free", "Team")),
            "my plan is gold",
            None,
            "not_an_option",
        ),
        (
            a_field("plan", FieldType.ENUM, options=("Free", "Team")),
            "teamwork",
            None,
            "not_mentioned",
        ),
        (
            a_field("angry", FieldType.BOOLEAN, 'Whether they say "refund" or “money back”.'),
            "I want my money back",
            True,
            None,
        ),
        (
            a_field("angry", FieldType.BOOLEAN, 'Whether they say "refund".'),
            "all is well",
            False,
            None,
        ),
        (
            a_field("angry", FieldType.BOOLEAN, "Whether they are angry."),
            "I am furious",
            None,
            "description_not_understood",
        ),
    ],
)
def test_a2_a_field_of_the_team_s_own_is_found_by_its_description_or_is_missing_with_a_reason(
    field: FieldDefinition, text: str, value: object, missing: str | None
) -> None:
    found = extracted(field, [text])
    assert (found.value, found.missing) == (value, missing)


KINDS = [
    a_field("city"),
    a_field("seats", FieldType.NUMBER),
    a_field("angry", FieldType.BOOLEAN, 'Whether they say "refund".'),
    a_field("plan", FieldType.ENUM, options=("Free", "Team")),
]
"""One field of each type."""

IS_OF_ITS_TYPE: dict[FieldType, Callable[[Any], bool]] = {
    FieldType.TEXT: lambda value: isinstance(value, str),
    FieldType.NUMBER: lambda value: isinstance(value, float) and math.isfinite(value),
    FieldType.BOOLEAN: lambda value: isinstance(value, bool),
    FieldType.ENUM: lambda value: value in ("Free", "Team"),
}


@given(
    field=st.sampled_from(KINDS),
    said=st.sampled_from(["city", "seats", "plan", "refund"]),
    what=st.one_of(st.text(max_size=300), st.floats().map(str), st.sampled_from(["team", "gold"])),
)
def test_a2_whatever_is_written_a_field_holds_a_value_of_its_type_or_is_missing_with_a_reason(
    field: FieldDefinition, said: str, what: str
) -> None:
    found = extracted(field, [f"my {said} is {what}"])
    if found.value is None:
        assert found.missing
    else:
        assert found.missing is None
        assert IS_OF_ITS_TYPE[field.field_type](found.value)


def test_a_built_in_key_of_another_type_is_the_team_s_own() -> None:
    found = extracted(a_field("amount"), ["the amount is twenty dollars"])
    assert found.value == "twenty dollars"
