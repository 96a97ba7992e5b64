"""Reading and writing conversations as the decisions see them."""

from collections.abc import Sequence
from uuid import UUID

from pydantic import TypeAdapter

from switchboard.conversation.model.conversation import Conversation
from switchboard.runtime.roles import Connection

_STATE = TypeAdapter(Conversation)

_LOAD = "SELECT id::text AS key, state FROM conversation WHERE id = ANY($1::uuid[])"

# A visitor whom the host site has vouched for is the person, in every browser.
_OF_SUBJECTS = """
SELECT subject.id AS subject, array_agg(DISTINCT found.id) AS ids
FROM unnest($1::uuid[]) AS subject (id)
JOIN conversation AS known ON subject.id IN (known.visitor_id, known.person_id)
JOIN conversation AS found ON found.id = known.id OR found.person_id = known.person_id
GROUP BY subject.id
"""

_SAVE = """
INSERT INTO conversation (id, visitor_id, person_id, status, epoch, seq, public_seq, state)
SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::bigint[], $6::bigint[],
    $7::bigint[], $8::text[])
ON CONFLICT (id) DO UPDATE SET
    person_id = EXCLUDED.person_id, status = EXCLUDED.status, epoch = EXCLUDED.epoch,
    seq = EXCLUDED.seq, public_seq = EXCLUDED.public_seq, state = EXCLUDED.state
"""


async def load_conversations(
    connection: Connection, keys: Sequence[str]
) -> dict[str, Conversation]:
    """The stored conversations among these ids, by id."""
    rows = await connection.fetch(_LOAD, keys)
    return {row["key"]: _STATE.validate_json(row["state"]) for row in rows}


async def conversations_of(
    connection: Connection, subjects: Sequence[UUID]
) -> dict[UUID, tuple[UUID, ...]]:
    """All stored conversations of these persons and visitors, by whose they are."""
    rows = await connection.fetch(_OF_SUBJECTS, subjects)
    return {row["subject"]: tuple(row["ids"]) for row in rows}


async def save_conversations(connection: Connection, conversations: Sequence[Conversation]) -> None:
    """Store each conversation as it is now."""
    await connection.execute(
        _SAVE,
        [c.id for c in conversations],
        [c.visitor_id for c in conversations],
        [c.person_id for c in conversations],
        [c.status.value for c in conversations],
        [c.epoch for c in conversations],
        [c.seq for c in conversations],
        [c.public_seq for c in conversations],
        [_STATE.dump_json(c).decode() for c in conversations],
    )
