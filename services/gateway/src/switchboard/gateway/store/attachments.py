"""Files of messages: grants and what became of them; private data, plain SQL."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

import asyncpg

from switchboard.contracts.words import Audience
from switchboard.gateway.model.attachment import Upload

_COLUMNS = (
    "attachment_id, object_id, conversation_id, audience, principal, name, media_type, size, "
    "digest, stored_at IS NOT NULL AS is_stored, command_id"
)
_GRANT = """
INSERT INTO attachment (attachment_id, object_id, conversation_id, audience, principal, name)
VALUES ($1, $2, $3, $4, $5, $6)
"""
_FIND = f"""
SELECT {_COLUMNS} FROM attachment WHERE attachment_id = ANY($1::uuid[]) AND doomed_at IS NULL
"""  # noqa: S608 - no value in it
_FILL = f"""
UPDATE attachment SET digest = $2, media_type = $3, size = $4
WHERE attachment_id = $1 AND doomed_at IS NULL AND (digest IS NULL OR digest = $2)
RETURNING {_COLUMNS}
"""  # noqa: S608 - no value in it
_STORED = """
UPDATE attachment SET stored_at = coalesce(stored_at, now())
WHERE attachment_id = $1 AND doomed_at IS NULL RETURNING true
"""
_CLAIM = """
UPDATE attachment SET command_id = $2, claimed_at = now()
WHERE attachment_id = ANY($1::uuid[]) AND stored_at IS NOT NULL AND doomed_at IS NULL
  AND command_id IS NULL
RETURNING attachment_id
"""
_CLAIMED = """
SELECT count(*) FROM attachment
WHERE attachment_id = ANY($1::uuid[]) AND command_id = $2 AND doomed_at IS NULL
"""
_RELEASE = """
UPDATE attachment SET command_id = NULL, claimed_at = NULL
WHERE attachment_id = ANY($1::uuid[]) AND command_id = $2 AND kept_at IS NULL
"""
_KEEP = "UPDATE attachment SET kept_at = now() WHERE command_id = $1 AND kept_at IS NULL"
_DOOM_UNSENT = """
UPDATE attachment SET doomed_at = now(), name = ''
WHERE kept_at IS NULL AND command_id IS NULL AND doomed_at IS NULL
  AND granted_at < now() - $1::interval
"""
_KEEP_SENT = """
UPDATE attachment SET kept_at = now()
WHERE kept_at IS NULL AND claimed_at < now() - $1::interval
  AND EXISTS (SELECT 1 FROM timeline WHERE answer_to = attachment.command_id)
"""
_DOOM_LOST = """
UPDATE attachment SET doomed_at = now(), name = ''
WHERE kept_at IS NULL AND doomed_at IS NULL AND claimed_at < now() - $1::interval
"""
# An object may be on its way to the store from the row's digest on. In no order, so that those that
# the store does not let go, be they ever so many, keep no other one for ever.
_DOOMED = f"""
SELECT {_COLUMNS} FROM attachment
WHERE doomed_at IS NOT NULL
  AND (stored_at IS NOT NULL OR digest IS NULL OR doomed_at < now() - $1::interval)
ORDER BY random() LIMIT $2
"""  # noqa: S608 - no value in it


async def grant_upload(pool: asyncpg.Pool, upload: Upload) -> None:
    """Remember a grant."""
    await pool.execute(
        _GRANT,
        upload.attachment_id,
        upload.object_id,
        upload.conversation_id,
        upload.audience.value,
        upload.principal,
        upload.name,
    )


async def count_unsent(pool: asyncpg.Pool, principal: str) -> int:
    """How many uploads of a principal no message carries yet."""
    found: int = await pool.fetchval(
        "SELECT count(*) FROM attachment "
        "WHERE principal = $1 AND command_id IS NULL AND doomed_at IS NULL",
        principal,
    )
    return found


async def find_uploads(pool: asyncpg.Pool, attachment_ids: Sequence[UUID]) -> dict[UUID, Upload]:
    """Those of these files that are not doomed."""
    rows = await pool.fetch(_FIND, list(attachment_ids))
    return {row["attachment_id"]: _upload(row) for row in rows}


async def find_upload(pool: asyncpg.Pool, attachment_id: UUID) -> Upload | None:
    """One file, unless it is doomed."""
    return (await find_uploads(pool, [attachment_id])).get(attachment_id)


async def fill_upload(
    pool: asyncpg.Pool, attachment_id: UUID, digest: bytes, media_type: str, size: int
) -> Upload | None:
    """Bind an upload to its one content; None if it has another one, or is doomed."""
    row = await pool.fetchrow(_FILL, attachment_id, digest, media_type, size)
    return _upload(row) if row else None


async def note_stored(pool: asyncpg.Pool, attachment_id: UUID) -> bool:
    """The object is whole; False if it was doomed meanwhile."""
    return bool(await pool.fetchval(_STORED, attachment_id))


async def claim_uploads(
    pool: asyncpg.Pool, attachment_ids: Sequence[UUID], command_id: UUID
) -> frozenset[UUID] | None:
    """Use files in one command: those that it did not have before; None if it cannot have all.

    The command's repeats have them already, so they may be sent again.
    """
    ids = list(attachment_ids)
    async with pool.acquire() as connection, connection.transaction():
        fresh = await connection.fetch(_CLAIM, ids, command_id)
        claimed = await connection.fetchval(_CLAIMED, ids, command_id)
        if claimed == len(ids):
            return frozenset(row["attachment_id"] for row in fresh)
        await connection.execute(_RELEASE, [row["attachment_id"] for row in fresh], command_id)
    return None


async def release_uploads(
    pool: asyncpg.Pool, attachment_ids: Sequence[UUID], command_id: UUID
) -> None:
    """The command was refused for good: another one may have the files."""
    await pool.execute(_RELEASE, list(attachment_ids), command_id)


async def keep_uploads(pool: asyncpg.Pool, command_id: UUID) -> None:
    """The command's message is stored: its files stay."""
    await pool.execute(_KEEP, command_id)


async def doom_unsent(pool: asyncpg.Pool, older_than: timedelta) -> None:
    """Give up uploads that no message carries."""
    await pool.execute(_DOOM_UNSENT, older_than)


async def settle_claims(pool: asyncpg.Pool, older_than: timedelta) -> None:
    """Keep files whose message the read model has, and give up those whose command came to nothing.

    Whoever calls makes sure that the read model is not behind.
    """
    unsettled = await pool.fetchval(
        "SELECT true FROM attachment "
        "WHERE kept_at IS NULL AND claimed_at < now() - $1::interval LIMIT 1",
        older_than,
    )
    if unsettled:
        async with pool.acquire() as connection, connection.transaction():
            await connection.execute(_KEEP_SENT, older_than)
            await connection.execute(_DOOM_LOST, older_than)


async def doomed_uploads(pool: asyncpg.Pool, most: int, storing: timedelta) -> list[Upload]:
    """Files whose objects are to be deleted now.

    Args:
        pool: the gateway's database.
        most: how many at once.
        storing: how long an object that is not known to be whole may still be on its way.
    """
    return [_upload(row) for row in await pool.fetch(_DOOMED, storing, most)]


async def forget_upload(pool: asyncpg.Pool, attachment_id: UUID) -> None:
    """The object is gone: so is what was known of it."""
    await pool.execute(
        "DELETE FROM attachment WHERE attachment_id = $1 AND doomed_at IS NOT NULL", attachment_id
    )


async def known_store(pool: asyncpg.Pool, identity: str) -> str:
    """The identity of the workspace's file store; the first that is named becomes it."""
    await pool.execute(
        "INSERT INTO file_store (identity) VALUES ($1) ON CONFLICT DO NOTHING", identity
    )
    return str(await pool.fetchval("SELECT identity FROM file_store"))


async def adopt_store(pool: asyncpg.Pool, identity: str) -> None:
    """From now on this is the workspace's file store."""
    await pool.execute(
        "INSERT INTO file_store (identity) VALUES ($1) "
        "ON CONFLICT (one) DO UPDATE SET identity = excluded.identity",
        identity,
    )


def _upload(row: asyncpg.Record) -> Upload:
    return Upload(**{**row, "audience": Audience(row["audience"])})
