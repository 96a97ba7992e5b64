"""What the audit log looks like."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel


class AuditEntry(BaseModel):
    """What was done: by whom, with which of their keys, to whom or what."""

    entry_id: UUID
    at: datetime
    action: str
    member_id: UUID | None
    api_key_id: UUID | None
    subject_id: UUID | None
    conversation_id: UUID | None
    details: dict[str, Any]


class AuditLog(BaseModel):
    """A page of the audit log, and where the next one begins."""

    entries: list[AuditEntry]
    next: str | None
