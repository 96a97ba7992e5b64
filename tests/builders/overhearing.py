"""Everything that visitors' clients were told during a test run, and what it must not contain.

Requests, answers and frames of every test client pass here, whatever the test is about. At the end
of the run all that visitors were told is searched for notes, numbers of the team's stream, and
anything of a member but the public name (rules N1 and N2, audience).
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import httpx
from websockets.asyncio.client import ClientConnection

TEAM_ONLY = re.compile(
    r'"(seq|epoch|agent_id|member_id|full_name|priority|collaborators|withdraw_from|notify)":'
    r"|internal_note"
)
"""Words that stand in the team's messages and in no visitor's."""

_SHORTEST = 12
"""A shorter text may stand somewhere by chance."""

_OF_MEMBERS = re.compile(r'"(?:email|full_name|member_id)":"([^"]+)"')


@dataclass
class Overheard:
    """What was heard so far.

    Attributes:
        tokens: of visitors.
        told: answers and frames that visitors got.
        notes: texts that were written for the team.
        public: texts that were written to the other side; the same text may be a note elsewhere.
        secrets: ids of notes, and what only the team knows of its members.
    """

    tokens: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)
    notes: set[str] = field(default_factory=set)
    public: set[str] = field(default_factory=set)
    secrets: set[str] = field(default_factory=set)

    def answer(
        self, method: str, path: str, token: str | None, asked: bytes, answered: str
    ) -> None:
        """A request and its answer."""
        if (method, path) == ("POST", "/v1/visitors"):
            self.tokens.add(_object(answered).get("token", ""))
        elif token in self.tokens:
            self.told.append(answered)
        elif path.endswith("/notes"):
            self._note(_object(asked).get("text"))
            self.secrets.add(_object(answered).get("message_id", ""))
        elif path in ("/v1/members", "/v1/me", "/v1/sign-in"):
            self.secrets.update(_OF_MEMBERS.findall(answered))
        if path.endswith("/messages"):
            self._public(_object(asked).get("text"))

    def frame(self, path: str, text: str, *, sent: bool) -> None:
        """A frame of a socket, as the client sent or got it."""
        if path.endswith("/socket/visitor") and not sent:
            self.told.append(text)
        if sent and '"command"' in text:
            asked = _object(text)
            keep = self._note if asked.get("act") == "add_note" else self._public
            keep(asked.get("text"))

    def _note(self, text: Any) -> None:
        if isinstance(text, str) and len(text) >= _SHORTEST:
            self.notes.add(text)

    def _public(self, text: Any) -> None:
        if isinstance(text, str):
            self.public.add(text)

    def leaks(self) -> list[str]:
        """What visitors were told and should not have been."""
        hidden = (self.notes - self.public) | {s for s in self.secrets if len(s) >= _SHORTEST}
        needles = {spelled for secret in hidden for spelled in (secret, json.dumps(secret)[1:-1])}
        found = [f"{match.group()} in {text[:300]}" for text in self.told for match in _first(text)]
        everything = "\n".join(self.told)
        return found + [f"told: {needle}" for needle in sorted(needles) if needle in everything]


def _first(text: str) -> list[re.Match[str]]:
    match = TEAM_ONLY.search(text)
    return [match] if match else []


def _object(text: str | bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def bearer(headers: Any) -> str | None:
    """The token that a request was made with."""
    kind, _, token = (headers.get("authorization") or "").partition(" ")
    return token if kind == "Bearer" else None


@contextmanager
def overhearing(overheard: Overheard) -> Iterator[None]:
    """Listen to every HTTP client and socket of this process."""
    ask, ask_at_once = httpx.AsyncClient.send, httpx.Client.send
    receive, send = ClientConnection.recv, ClientConnection.send

    def note(request: httpx.Request, response: httpx.Response) -> None:
        if response.is_closed:  # else it is read piece by piece, by whoever asked for that
            asked = getattr(request, "_content", b"")
            token = bearer(request.headers)
            overheard.answer(request.method, request.url.path, token, asked, response.text)

    async def asking(client: httpx.AsyncClient, request: httpx.Request, **how: Any) -> Any:
        response = await ask(client, request, **how)
        note(request, response)
        return response

    def asking_at_once(client: httpx.Client, request: httpx.Request, **how: Any) -> Any:
        response = ask_at_once(client, request, **how)
        note(request, response)
        return response

    async def receiving(connection: ClientConnection, *how: Any, **more: Any) -> Any:
        frame = await receive(connection, *how, **more)
        overheard.frame(_path(connection), str(frame), sent=False)
        return frame

    async def sending(connection: ClientConnection, frame: Any, **how: Any) -> None:
        overheard.frame(_path(connection), str(frame), sent=True)
        await send(connection, frame, **how)

    with (
        patch.object(httpx.AsyncClient, "send", asking),
        patch.object(httpx.Client, "send", asking_at_once),
        patch.object(ClientConnection, "recv", receiving),
        patch.object(ClientConnection, "send", sending),
    ):
        yield


def _path(connection: ClientConnection) -> str:
    return connection.request.path if connection.request else ""
