"""The filters of conversations, as a query writes them."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from switchboard.contracts.words import Channel, Priority, Sentiment, Status
from switchboard.gateway.api.schemas.asked import NO_NUL, Instant
from switchboard.gateway.store.history import HistoryFilter
from switchboard.gateway.store.readings import PAGE

Words = Annotated[str, Field(max_length=200, pattern=NO_NUL)]


class HistoryQuery(BaseModel):
    """Which conversations, and which page of them; all that is given has to be so."""

    status: Status | Literal["open"] | None = None
    """One, or `open` for every one that is not closed."""
    agent: UUID | Literal["none"] | None = None
    """The assigned agent, or `none`."""
    priority: Priority | None = None
    channel: Channel | None = None
    sentiment: Sentiment | None = None
    """Of the newest analysis."""
    opened_from: Instant | None = None
    opened_until: Instant | None = None
    """Those opened before this time."""
    text: Words = ""
    """Words, in any part and whatever their accents: all in one message or note, in the user's name
    and address, or in a ticket, whose number counts as a word."""
    cursor: str | None = None
    limit: Annotated[int, Field(ge=1, le=PAGE)] = 50

    def wanted(self) -> HistoryFilter:
        """The filter without the page."""
        return HistoryFilter(
            status=self.status,
            agent_id=self.agent if isinstance(self.agent, UUID) else None,
            unassigned=self.agent == "none",
            priority=self.priority,
            channel=self.channel,
            sentiment=self.sentiment,
            opened_from=self.opened_from,
            opened_until=self.opened_until,
            text=self.text,
        )
