"""An article of the knowledge base, and the AI's settings."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it is now.

    Attributes:
        revision: counts the imports of this article, from 1.
    """

    id: UUID
    title: str
    body: str
    url: str
    revision: int
    imported_at: datetime


@dataclass(frozen=True, slots=True)
class AiSettings:
    """Whether the AI answers, and how long a run is held at the least, in seconds."""

    enabled: bool
    minimum_run_seconds: float
    changed_at: datetime
