"""What all requests' bodies are made of."""

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field

from switchboard.contracts.message import ShortText

NO_NUL = r"^[^\x00]*$"
"""What PostgreSQL cannot look for."""


def in_utc(at: datetime) -> datetime:
    """A time with its zone, as PostgreSQL is told it.

    Raises:
        ValueError: it has no zone, or lies before the first year there or after the last.
    """
    if at.tzinfo is None:
        raise ValueError("a time without a zone")
    try:
        return at.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("no such time in UTC") from error


Instant = Annotated[AwareDatetime, AfterValidator(in_utc)]
Password = Annotated[str, Field(min_length=8, max_length=200)]
Email = Annotated[ShortText, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


class Asked(BaseModel):
    """A request body; undeclared fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
