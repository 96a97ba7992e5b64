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
        said: all that the user wrote until then, oldest first.
    """

    texts: tuple[str, ...]
    new: tuple[str, ...]
    said: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """All that is asked."""
        return "\n".join(self.texts)


def question_of(lines: Sequence[Line], answered: int, asked: int) -> Question:
    """What one turn asks (rules C5, C8).

    Where an answer stands says nothing about what it answers: a message that was written during a
    run stands before that run's reply, and is the next turn's.

    Args:
        lines: the transcript up to the turn's beginning.
        answered: the public number of the last user message that was answered.
        asked: that of the last one to be answered now.
    """
    said = [line for line in lines if line.source is PublicSource.USER and line.public_seq <= asked]
    unanswered = [line for line in said if answered < line.public_seq]
    last_hand_off = max((line.public_seq for line in lines if line.said in _HANDED_OFF), default=0)
    new = [line.text for line in unanswered if line.public_seq > last_hand_off]
    return Question(_texts(unanswered), tuple(new), _texts(said))


def _texts(lines: Sequence[Line]) -> tuple[str, ...]:
    return tuple(line.text for line in lines)
