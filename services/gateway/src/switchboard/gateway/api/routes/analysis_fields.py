"""The fields that analyses extract (rule A2)."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel
from starlette.responses import Response

from switchboard.contracts.commands.analysis import (
    ChangeField,
    DefineField,
    RemoveField,
    ReorderFields,
)
from switchboard.contracts.default_fields import DEFAULT_FIELDS, DEFAULT_VERSION
from switchboard.contracts.events.analysis import FieldDefinition, FieldKey, FieldType
from switchboard.contracts.message import LongText, Message, ShortText
from switchboard.contracts.topics import ANALYSIS_COMMANDS_TOPIC, ANALYSIS_EVENTS_TOPIC
from switchboard.gateway.api.answering import answer_response
from switchboard.gateway.api.callers import FieldsEditor, Key, Parts, SignedIn
from switchboard.gateway.api.documented import COMMAND_CODES, Answers, problems
from switchboard.gateway.api.schemas.asked import Asked
from switchboard.gateway.api.services import Services
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.pending import Decided, Stated
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.field_sets import field_set

router = APIRouter(prefix="/v1/analysis", tags=["analyses"])

_Named = Annotated[FieldKey, Path()]
_WORKSPACE = "workspace"


class FieldChange(Asked):
    """A field's type, its description, which instructs the extraction, and an enum's options."""

    field_type: FieldType
    description: LongText
    options: tuple[ShortText, ...] = ()


class NewField(FieldChange):
    """A field to extract from now on."""

    key: FieldKey


class Order(Asked):
    """The keys of all fields, in the order in which they are to be shown."""

    field_keys: tuple[FieldKey, ...]


class Fields(BaseModel):
    """A version of the set of fields."""

    definitions_version: int
    fields: tuple[FieldDefinition, ...]


_CHANGED: Answers = problems(*COMMAND_CODES, Code.NOT_ALLOWED, Code.UNKNOWN_FIELD) | {
    200: {"model": Fields, "description": "The fields as they are now."}
}


@router.get(
    "/fields",
    responses=problems(Code.NOT_SIGNED_IN, Code.INVALID_REQUEST, Code.UNKNOWN_DEFINITIONS),
)
async def fields(
    _: SignedIn,
    services: Parts,
    version: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="The one that a result names.")
    ] = None,
) -> Fields:
    """The fields as they are now, or as a version of them was."""
    return await _read(services, version)


@router.post("/fields", responses=_CHANGED)
async def define_field(agent: FieldsEditor, services: Parts, key: Key, body: NewField) -> Response:
    """Have one more field extracted from now on; results that there are stay (rule A3)."""
    field = FieldDefinition(**body.model_dump())
    return await _changed(services, agent, key, DefineField(field=field, member_id=agent.member_id))


@router.put("/fields/{field_key}", responses=_CHANGED)
async def change_field(
    agent: FieldsEditor, services: Parts, key: Key, field_key: _Named, body: FieldChange
) -> Response:
    """Give a field another type, description or options (rules A2, A3)."""
    field = FieldDefinition(key=field_key, **body.model_dump())
    return await _changed(services, agent, key, ChangeField(field=field, member_id=agent.member_id))


@router.delete("/fields/{field_key}", responses=_CHANGED)
async def remove_field(
    agent: FieldsEditor, services: Parts, key: Key, field_key: _Named
) -> Response:
    """Extract a field no longer; results that there are stay (rule A3)."""
    remove = RemoveField(field_key=field_key, member_id=agent.member_id)
    return await _changed(services, agent, key, remove)


@router.put("/field-order", responses=_CHANGED)
async def reorder_fields(agent: FieldsEditor, services: Parts, key: Key, body: Order) -> Response:
    """Show the fields in another order; every key once."""
    reorder = ReorderFields(field_keys=body.field_keys, member_id=agent.member_id)
    return await _changed(services, agent, key, reorder)


async def _changed(services: Services, agent: Agent, key: str, change: Message) -> Response:
    """The fields as the change left them, or as they are if it is a repeat or changed nothing."""
    ask = Ask(ANALYSIS_COMMANDS_TOPIC, change, agent.principal, key, ANALYSIS_EVENTS_TOPIC)
    answer = await services.commands.ask(ask)
    if isinstance(answer, Stated):
        return _json(Fields.model_validate_json(answer.body, extra="ignore"))
    if isinstance(answer, Decided) and answer.outcome.accepted:
        return _json(await _read(services, None))
    return answer_response(answer)


async def _read(services: Services, version: int | None) -> Fields:
    """Before the first change the built-in fields count."""
    await services.progress.reached(services.positions.of(ANALYSIS_EVENTS_TOPIC, _WORKSPACE))
    body = await field_set(services.commands.pool, version)
    if body is not None:
        return Fields.model_validate_json(body, extra="ignore")
    if version not in {None, DEFAULT_VERSION}:
        raise ProblemError(Code.UNKNOWN_DEFINITIONS)
    return Fields(definitions_version=DEFAULT_VERSION, fields=DEFAULT_FIELDS)


def _json(found: Fields) -> Response:
    return Response(found.model_dump_json(), media_type="application/json")
