"""What a turn asks: the messages that nobody has answered yet."""

from collections.abc import Sequence
from dataclasses import dataclass

from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.words import SystemLine
from switchboard.runtime.transcripts import Line

_HANDED_OFF = (SystemLine.HUMAN_ASKED_FOR, SystemLine.AGENT_JOINED)
"""Lines after which what was said before asks for no human any more (rule C8)."""


@dataclass(frozen=True, slots=True)
class Question:
    """The unanswered messages of a user.

    Attributes:
        texts: oldest first.
        new: those of them that came after the last hand-off; a request for a human in an older one
            has been served.
    """

    texts: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def text(self) -> str:
        """All that is asked."""
        return "\n".join(self.texts)


def question_of(lines: Sequence[Line]) -> Question:
    """What the end of a transcript asks (rules C5, C8)."""
    open_lines = lines[_answered_up_to(lines) :]
    texts = [line.text for line in open_lines if line.source is PublicSource.USER]
    last_hand_off = max(
        (line.public_seq for line in open_lines if line.said in _HANDED_OFF), default=0
    )
    new = [
        line.text
        for line in open_lines
        if line.source is PublicSource.USER and line.public_seq > last_hand_off
    ]
    return Question(tuple(texts), tuple(new))


def _answered_up_to(lines: Sequence[Line]) -> int:
    """The place behind the last message that the AI or an agent wrote."""
    answers = (PublicSource.AI, PublicSource.AGENT)
    places = [place for place, line in enumerate(lines) if line.source in answers]
    return places[-1] + 1 if places else 0
