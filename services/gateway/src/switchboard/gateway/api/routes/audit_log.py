"""Who did what (rule Team)."""

from typing import Annotated

from fastapi import APIRouter, Query

from switchboard.gateway.api.callers import AuditLogReader, Parts
from switchboard.gateway.api.cursors import moment_cursor, read_moment_cursor
from switchboard.gateway.api.documented import problems
from switchboard.gateway.api.schemas.audit_log import AuditEntry, AuditLog
from switchboard.gateway.model.problems import Code
from switchboard.gateway.store.audit import audit_page

router = APIRouter(prefix="/v1/audit-log", tags=["audit log"])


@router.get(
    "",
    responses=problems(Code.NOT_SIGNED_IN, Code.INVALID_REQUEST),
)
async def audit_log(
    _: AuditLogReader,
    services: Parts,
    cursor: str | None = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> AuditLog:
    """What members and strangers did, the newest first, in ids and codes alone."""
    rows = await audit_page(services.commands.pool, read_moment_cursor(cursor), limit)
    last = rows[-1] if len(rows) == limit else None
    return AuditLog(
        entries=[AuditEntry(**row) for row in rows],
        next=moment_cursor(last["at"], last["entry_id"]) if last else None,
    )
