"""What all requests' bodies are made of."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from switchboard.contracts.message import ShortText

NO_NUL = r"^[^\x00]*$"
"""What PostgreSQL cannot look for."""

Password = Annotated[str, Field(min_length=8, max_length=200)]
Email = Annotated[ShortText, Field(pattern=r"^[^@\s]+@[^@\s]+$")]


class Asked(BaseModel):
    """A request body; undeclared fields are an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)
