"""Reading a transcript that is known to be complete up to a number."""

import asyncio
from typing import Any
from uuid import UUID

import asyncpg

from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.words import SystemLine
from switchboard.runtime.jobs.handler import NotYetError
from switchboard.runtime.transcripts.line import Line

_SHORTEST_PAUSE_SECONDS = 0.01
_LONGEST_PAUSE_SECONDS = 0.2
_MOST_SECONDS = 1.5

_REACHED = "SELECT public_seq FROM transcript WHERE conversation_id = $1"

_LINES = """
SELECT public_seq, source, said, text FROM transcript_line
WHERE conversation_id = $1 AND public_seq <= $2 ORDER BY public_seq
"""


class TranscriptBehindError(NotYetError):
    """The transcript has not reached the number within the time given."""

    def __init__(self) -> None:
        super().__init__("transcript_behind")


async def read_transcript(pool: asyncpg.Pool, conversation_id: UUID, public_seq: int) -> list[Line]:
    """The lines of a conversation up to a number.

    Turns and closings are heard on another topic than the messages they are about, so it may take
    a moment until those have arrived.

    Args:
        pool: of the service's database.
        conversation_id: whose transcript.
        public_seq: the number that it has to have reached.

    Raises:
        TranscriptBehindError: it has not been reached within a second or so; the job is put back,
            so that it holds up no other.
    """
    pause = _SHORTEST_PAUSE_SECONDS
    try:
        async with asyncio.timeout(_MOST_SECONDS):
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
