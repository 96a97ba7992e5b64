"""What requests look like that concern tickets."""

from typing import Self
from uuid import UUID

from pydantic import model_validator

from switchboard.contracts.message import OptionalText, ShortText
from switchboard.contracts.words import Priority, TicketStatus
from switchboard.gateway.api.schemas.asked import Asked, Email


class NewTicket(Asked):
    """A ticket to create."""

    subject: ShortText
    description: OptionalText = ""
    priority: Priority | None = None
    """The conversation's if it is left out."""
    user_email: Email | None = None


class TicketEdit(Asked):
    """A ticket's new status, or what else is to be changed of it; what is left out stays.

    `assignee_id` null takes the ticket from whoever has it.
    """

    status: TicketStatus | None = None
    subject: ShortText | None = None
    description: OptionalText | None = None
    user_email: Email | None = None
    priority: Priority | None = None
    assignee_id: UUID | None = None

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if (self.status is not None) == bool(self.model_fields_set - {"status"}):
            raise ValueError("either the status or other fields")
        return self
