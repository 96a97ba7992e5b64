"""What a host site says of a visitor when it vouches for them."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.contracts.ids import person_id
from switchboard.contracts.message import ShortText


class Claims(BaseModel):
    """The part of a proof that is about the person; other claims are passed over."""

    model_config = ConfigDict(frozen=True, extra="ignore", strict=True)

    sub: ShortText
    """The person's stable id at the host site."""
    name: ShortText | None = None
    email: Annotated[ShortText, Field(pattern=r"^[^@\s]+@[^@\s]+$")] | None = None
    visitor_id: str | None = None
    """The visitor whose earlier conversations are the person's too; none but that one's."""


@dataclass(frozen=True, slots=True)
class Vouched:
    """A proof that holds.

    Attributes:
        with_history: whether the host vouches for what this visitor wrote before, too (rule I2).
    """

    person: VouchedPerson
    with_history: bool


def vouched(site: str, visitor_id: UUID, claims: Claims) -> Vouched:
    """What the claims of a checked proof say of a visitor of a site (rule I1)."""
    person = VouchedPerson(
        person_id=person_id(site, claims.sub), name=claims.name, email=claims.email
    )
    return Vouched(person, with_history=claims.visitor_id == str(visitor_id))
