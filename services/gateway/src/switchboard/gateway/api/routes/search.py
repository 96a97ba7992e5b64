"""Searching everything that was said, and whom it was said to; for the team alone."""

import json
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from switchboard.gateway.api.callers import Parts, SignedIn
from switchboard.gateway.api.cursors import inbox_cursor, read_moment_cursor
from switchboard.gateway.api.documented import problems
from switchboard.gateway.api.history_query import HistoryQuery
from switchboard.gateway.model.problems import Code
from switchboard.gateway.model.search_words import words_of
from switchboard.gateway.model.snippets import Snippet, snippet
from switchboard.gateway.store.history import (
    Said,
    find_conversations,
    find_messages,
    find_tickets_of,
)

router = APIRouter(prefix="/v1/search", tags=["search"])


class Hit(BaseModel):
    """A message or a note that holds the words, and the `seq` to jump to."""

    seq: int
    type: str
    at: str
    snippet: Snippet


class Found(BaseModel):
    """A conversation, and where in it the words are; nowhere if the user is called so."""

    conversation: dict[str, Any]
    messages: list[Hit]
    tickets: list[dict[str, Any]]


class Results(BaseModel):
    """A page of what was found, newest opened first."""

    results: list[Found]
    next: str | None


@router.get("", responses=problems(Code.NOT_SIGNED_IN, Code.INVALID_REQUEST))
async def search(_: SignedIn, services: Parts, query: Annotated[HistoryQuery, Query()]) -> Results:
    """Conversations that fulfil every filter and hold all words, with the places found."""
    pool, before = services.commands.pool, read_moment_cursor(query.cursor)
    rows = await find_conversations(pool, query.wanted(), before, query.limit)
    ids = [row.conversation_id for row in rows]
    words = words_of(query.text)
    messages = await find_messages(pool, ids, query.text)
    tickets = await find_tickets_of(pool, ids, query.text) if words else {}
    found = [
        Found(
            conversation=json.loads(row.body),
            messages=[_hit(said, words) for said in messages.get(row.conversation_id, ())],
            tickets=[json.loads(body) for body in tickets.get(row.conversation_id, ())],
        )
        for row in rows
    ]
    following = inbox_cursor(rows[-1]) if len(rows) == query.limit else None
    return Results(results=found, next=following)


def _hit(said: Said, words: tuple[str, ...]) -> Hit:
    event = json.loads(said.body)
    return Hit(
        seq=event["seq"],
        type=event["type"],
        at=event["at"],
        snippet=snippet(event["text"], (*words, *said.words)),
    )
