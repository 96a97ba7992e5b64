"""Reading a transcript that is known to be complete up to a number."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.words import SystemLine
from switchboard.runtime.transcripts.line import Line

_SHORTEST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.2

_REACHED = "SELECT public_seq FROM transcript WHERE conversation_id = $1"

_LINES = """
SELECT public_seq, source, said, text FROM transcript_line
WHERE conversation_id = $1 AND public_seq <= $2 ORDER BY public_seq
"""


class TranscriptBehindError(Exception):
    """The transcript has not reached the number within the time given."""


async def read_transcript(
    pool: asyncpg.Pool, conversation_id: UUID, public_seq: int, *, seconds: float
) -> list[Line]:
    """The lines of a conversation up to a number.

    Turns and closings are heard on another topic than the messages they are about, so it may take
    a moment until those have arrived.

    Args:
        pool: of the service's database.
        conversation_id: whose transcript.
        public_seq: the number that it has to have reached.
        seconds: how long to wait for it.

    Raises:
        TranscriptBehindError: it has not been reached in time.
    """
    pause = _SHORTEST_PAUSE_SECONDS
    try:
        async with asyncio.timeout(seconds):
            while (await pool.fetchval(_REACHED, conversation_id) or 0) < public_seq:
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE_SECONDS)
    except TimeoutError as error:
        raise TranscriptBehindError from error
    return [_line(row) for row in await pool.fetch(_LINES, conversation_id, public_seq)]


def _line(row: Any) -> Line:
    return Line(
        public_seq=row["public_seq"],
        source=PublicSource(row["source"]),
        text=row["text"],
        said=SystemLine(row["said"]) if row["said"] else None,
    )
