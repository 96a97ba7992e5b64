"""Listening to every client of this process, whatever its test is about."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch
from weakref import WeakKeyDictionary

import httpx
from aiokafka import AIOKafkaProducer
from tests.builders.overhearing import ASKED, Overheard, OverheardSocket, bearer
from websockets.asyncio.client import ClientConnection
from websockets.frames import Frame, Opcode


@contextmanager
def overhearing(overheard: Overheard) -> Iterator[None]:
    """Listen to every HTTP client, socket and Kafka producer of this process."""
    with _to_http(overheard), _to_sockets(overheard), _to_producers(overheard):
        yield


@contextmanager
def _to_http(overheard: Overheard) -> Iterator[None]:
    ask, ask_at_once = httpx.AsyncClient.send, httpx.Client.send

    def note(request: httpx.Request, response: httpx.Response) -> None:
        overheard.addresses.add(str(request.url))
        if response.is_closed:  # else it is read piece by piece, by whoever asked for that
            asked = getattr(request, "_content", b"")
            token = bearer(request.headers)
            overheard.answer(request.method, request.url.path, token, asked, response.text)
            overheard.refused(response.status_code, response.text)

    async def asking(client: httpx.AsyncClient, request: httpx.Request, **how: Any) -> Any:
        response = await ask(client, request, **how)
        note(request, response)
        return response

    def asking_at_once(client: httpx.Client, request: httpx.Request, **how: Any) -> Any:
        response = ask_at_once(client, request, **how)
        note(request, response)
        return response

    with (
        patch.object(httpx.AsyncClient, "send", asking),
        patch.object(httpx.Client, "send", asking_at_once),
    ):
        yield


@contextmanager
def _to_sockets(overheard: Overheard) -> Iterator[None]:
    arrive, send = ClientConnection.process_event, ClientConnection.send
    sockets: WeakKeyDictionary[ClientConnection, OverheardSocket] = WeakKeyDictionary()
    pieces: WeakKeyDictionary[ClientConnection, bytes] = WeakKeyDictionary()

    def socket(connection: ClientConnection) -> OverheardSocket:
        if connection not in sockets:
            sockets[connection] = overheard.socket(_path(connection))
        return sockets[connection]

    def arriving(connection: ClientConnection, event: Any) -> None:
        # Here and not where it is read: a test that ends need not have read all that it was told.
        if isinstance(event, Frame) and event.opcode in (Opcode.TEXT, Opcode.CONT):
            pieces[connection] = pieces.get(connection, b"") + bytes(event.data)
            if event.fin:
                socket(connection).got(pieces.pop(connection).decode(errors="replace"))
        arrive(connection, event)

    async def sending(connection: ClientConnection, frame: Any, **how: Any) -> None:
        socket(connection).sent(str(frame))
        await send(connection, frame, **how)

    with (
        patch.object(ClientConnection, "process_event", arriving),
        patch.object(ClientConnection, "send", sending),
    ):
        yield


@contextmanager
def _to_producers(overheard: Overheard) -> Iterator[None]:
    produce = AIOKafkaProducer.send

    async def producing(
        producer: AIOKafkaProducer, topic: str, value: bytes | None = None, *how: Any, **more: Any
    ) -> Any:
        overheard.learn_unspeakable(value or b"", ASKED)
        return await produce(producer, topic, value, *how, **more)

    with patch.object(AIOKafkaProducer, "send", producing):
        yield


def _path(connection: ClientConnection) -> str:
    return connection.request.path if connection.request else ""
