"""Who sends all that is documented, or a part of it, and what they may name in it."""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, field
from uuid import uuid4

from tests.builders.people import Person, a_member_at, a_visitor_at
from tests.chaos.house import House
from tests.chaos.prepared import (
    EMAIL,
    a_conversation,
    a_conversation_without_anybody,
    a_member,
    done,
    files_of,
    for_an_admin,
)
from tests.chaos.real_values import ANY, Values
from tests.chaos.signing_in import proof_of

_SIGN_IN, _SIGN_OUT = "/v1/sign-in", "/v1/sign-out"
_EVERYWHERE, _PASSWORD = "/v1/me/sign-out-everywhere", "/v1/me/password"
_IDENTITY, _VISITORS_SIGN_OUT = "/v1/visitors/identity", "/v1/visitors/sign-out"
_OF_CONVERSATION = "/v1/conversations/{conversation_id}"
_FIELD_ORDER = "/v1/analysis/field-order"
_ADDRESS, _GO_ON = f"{_OF_CONVERSATION}/email", f"{_OF_CONVERSATION}/continue-with-assistant"


@dataclass(frozen=True)
class Arrival:
    """Somebody who is there, and the real values of their requests."""

    person: Person
    values: Values = field(default_factory=dict)

    @property
    def header(self) -> str:
        """What they sign their requests with."""
        ((name, value),) = self.person.headers.items()
        return f"{name}: {value}"


@dataclass(frozen=True)
class Caller:
    """Somebody who sends all that is documented, or a part of it.

    Attributes:
        paths: options of Schemathesis that choose among the documented addresses.
        stays: whether they are still known when all is sent.
    """

    arrives: Callable[[House], Awaitable[Arrival]]
    paths: tuple[str, ...]
    stays: bool = True


async def _an_admin(house: House) -> Arrival:
    return Arrival(house.anna, await for_an_admin(house))


async def _one_who_orders_fields(house: House) -> Arrival:
    fields = (await done(house.anna, "GET", "/v1/analysis/fields"))["fields"]
    keys = [field["key"] for field in reversed(fields)]
    return Arrival(house.anna, {ANY: {"field_keys": keys}})


async def _a_visitor(house: House) -> Arrival:
    where, visitor = await a_conversation(house, "with the AI")
    shared = {"conversation_id": str(where), "attachments": [], "problem": "It never came."}
    return Arrival(visitor, {ANY: shared} | await files_of(visitor, shared))


async def _one_whom_nobody_can_help(house: House) -> Arrival:
    where, visitor = await a_conversation_without_anybody(house)
    return Arrival(visitor, {ANY: {"conversation_id": str(where), "email": EMAIL}})


async def _one_who_is_vouched_for(house: House) -> Arrival:
    site = f"{uuid4().hex}.example"
    secret = (await done(house.anna, "POST", "/v1/identity-secrets", {"site": site}))["secret"]
    visitor, _ = await a_visitor_at(house.clients, site)
    return Arrival(visitor, {ANY: {"proof": proof_of(secret, site)}})


async def _a_member(house: House) -> Arrival:
    account = await a_member(house)
    member = await a_member_at(house.clients[0], account.email, account.password)
    known = {"current": account.password} | asdict(account)
    return Arrival(member, {ANY: known})


def _without(*paths: str) -> tuple[str, ...]:
    return tuple(part for path in paths for part in ("--exclude-path", path))


def _only(*paths: str) -> tuple[str, ...]:
    return tuple(part for path in paths for part in ("--include-path", path))


# Wrong passwords would lock their account for a while, and signing out end the session.
_LEAVING = (_SIGN_IN, _SIGN_OUT, _EVERYWHERE, _PASSWORD, _VISITORS_SIGN_OUT)

CALLERS = {
    "admin": Caller(_an_admin, _without(*_LEAVING)),
    "admin who orders the fields": Caller(_one_who_orders_fields, _only(_FIELD_ORDER)),
    "visitor": Caller(_a_visitor, _without(*_LEAVING)),
    "visitor who is asked for an address": Caller(_one_whom_nobody_can_help, _only(_ADDRESS)),
    "visitor who goes on with the AI": Caller(_one_whom_nobody_can_help, _only(_GO_ON)),
    "visitor who is vouched for": Caller(_one_who_is_vouched_for, _only(_IDENTITY)),
    "visitor who leaves": Caller(_a_visitor, _only(_VISITORS_SIGN_OUT), stays=False),
    "member with a password": Caller(_a_member, _only(_SIGN_IN, _PASSWORD)),
    "member who leaves": Caller(_a_member, _only(_SIGN_OUT), stays=False),
    "member who leaves everywhere": Caller(_a_member, _only(_EVERYWHERE), stays=False),
}
