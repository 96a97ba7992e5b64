"""Whether the public numbers that visitors are told leave none out: a hole betrays a note."""

from typing import Any


class PublicNumbers:
    """The `public_seq` that one listener was told, conversation by conversation.

    A subscription that was told nothing begins wherever its first events do. What is told twice is
    no hole.
    """

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    def begin(self, told: dict[str, Any]) -> list[str]:
        """Take in a page of events or the answer to a subscription; a sentence for each hole."""
        self._last.pop(str(told.get("conversation_id")), None)
        return self.go_on(told)

    def go_on(self, told: dict[str, Any]) -> list[str]:
        """Take in what follows; a sentence for each hole."""
        events = told.get("events")
        if not isinstance(events, list):
            return []
        holes = [self._after_the_last(event) for event in events if "public_seq" in event]
        return [hole for hole in holes if hole]

    def _after_the_last(self, event: dict[str, Any]) -> str | None:
        conversation, number = str(event.get("conversation_id")), int(event["public_seq"])
        last = self._last.get(conversation)
        self._last[conversation] = number if last is None else max(last, number)
        if last is not None and number > last + 1:
            return f"a hole from {last} to {number} in conversation {conversation}"
        return None
