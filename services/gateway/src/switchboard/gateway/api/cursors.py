"""Cursors of lists: opaque to clients, checked when they come back."""

import base64
from datetime import datetime
from uuid import UUID

from switchboard.gateway.api.schemas.asked import in_utc
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.readings import Listed


def inbox_cursor(last: Listed) -> str:
    """Where the page after this conversation begins."""
    return moment_cursor(last.opened_at, last.conversation_id)


def moment_cursor(at: datetime, identifier: UUID) -> str:
    """Where the page after this one of that time begins."""
    return base64.urlsafe_b64encode(f"{at.isoformat()} {identifier}".encode()).decode()


def read_moment_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """What a cursor says.

    Raises:
        ProblemError: `invalid_request`: no cursor of ours.
    """
    if cursor is None:
        return None
    try:
        at, _, identifier = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        return in_utc(datetime.fromisoformat(at)), UUID(identifier)
    except ValueError as error:
        places = [{"at": "query.cursor", "problem": "not_a_cursor"}]
        raise ProblemError(Code.INVALID_REQUEST, data={"errors": places}) from error
