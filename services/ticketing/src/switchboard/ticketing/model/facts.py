"""What decisions know besides the tickets: values, loaded once a poll, never looked up."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Limits:
    """Numbers that an operator can change."""

    most_tickets: int = 100
    """How many tickets one conversation may have."""


@dataclass(frozen=True, slots=True)
class Facts:
    """The values of one poll.

    Attributes:
        numbers: the number reserved for each command of the poll that creates a ticket, by the
            command's id; one that is not used leaves a gap.
    """

    numbers: Mapping[UUID, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
