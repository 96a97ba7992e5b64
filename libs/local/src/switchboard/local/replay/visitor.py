"""A visitor of the replay, as a browser would be one."""

from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from switchboard.local.replay.door import Door

SITE = "replay"
"""The site that the replay's visitors are on."""


@dataclass(frozen=True)
class Visitor:
    """One visitor with a token.

    Attributes:
        conversation_id: of the visitor's first conversation, which need not exist yet.
    """

    door: Door
    visitor_id: UUID
    token: str
    conversation_id: UUID

    @classmethod
    async def arrive(cls, door: Door) -> Self:
        """Come to the site for the first time."""
        answer = await door.ask("POST", "/v1/visitors", body={"site": SITE})
        return cls(
            door,
            UUID(answer["visitor_id"]),
            answer["token"],
            UUID(answer["conversation_id"]),
        )

    async def open(self, key: str) -> None:
        """Open the conversation without a message, so that the agent may speak first."""
        await self._post("/v1/conversations", {}, key)

    async def write(self, text: str, key: str) -> None:
        """Send a message."""
        await self._post(f"/v1/conversations/{self.conversation_id}/messages", {"text": text}, key)

    async def events(self) -> list[dict[str, Any]]:
        """The conversation as its user sees it."""
        return await every_page(self.door, self.conversation_id, "public_seq", self.token)

    async def _post(self, path: str, body: dict[str, str], key: str) -> None:
        await self.door.ask("POST", path, body=body, key=key, token=self.token)


async def every_page(
    door: Door, conversation_id: UUID, number: str, token: str | None = None
) -> list[dict[str, Any]]:
    """All events of a conversation, page by page, as they come."""
    events: list[dict[str, Any]] = []
    after = 0
    while True:
        path = f"/v1/conversations/{conversation_id}/events?after={after}"
        page = (await door.ask("GET", path, token=token))["events"]
        events.extend(page)
        if not page or page[-1][number] <= after:
            return events
        after = page[-1][number]
