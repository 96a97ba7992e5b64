"""The object store: a folder, or a bucket of S3 or whatever speaks like it, by one setting."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from functools import partial
from glob import escape
from pathlib import Path
from typing import IO, Any, ParamSpec, TypeAlias, TypeVar
from uuid import uuid4

from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, MemoryStore, ObjectStore, from_url

STORE_FAILURE: tuple[type[Exception], ...] = (BaseError, OSError)
"""What a store that is away, full or forbidden raises; whoever asked is told to try again."""

Chunks: TypeAlias = AsyncIterator[bytes]
Arguments = ParamSpec("Arguments")
Result = TypeVar("Result")

_MARKER = "switchboard-file-store"
_AT_ONCE = 16
_RETRIES: Any = {"max_retries": 3, "retry_timeout": timedelta(seconds=10)}


class MissingFileError(Exception):
    """The store has no such object."""


def open_files(where: str) -> "Files":
    """The store of a setting: a folder's path, or a URL such as `s3://bucket/prefix`.

    What a bucket needs besides its URL the environment says, as the provider's own tools read it:
    `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`, `AWS_ENDPOINT`.
    """
    if where.startswith("memory:"):
        return Files(MemoryStore())
    if "://" not in where:
        folder = Path(where)
        return Files(LocalStore(folder, mkdir=True, automatic_cleanup=True), folder)
    return Files(from_url(where, retry_config=_RETRIES))


class Files:
    """Objects by their names.

    The store's blocking calls run in threads: its own asynchronous ones end the process with an
    abort when the interpreter goes while one of its threads still holds a Python object. The
    threads are its own, so that a store that does not answer holds up nothing but files.
    """

    def __init__(self, store: ObjectStore, folder: Path | None = None) -> None:
        self._store = store
        self._folder = folder
        self._threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="files")

    async def _in_thread(
        self,
        call: Callable[Arguments, Result],
        *arguments: Arguments.args,
        **named: Arguments.kwargs,
    ) -> Result:
        work = partial(call, *arguments, **named)
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    async def put(self, path: str, content: IO[bytes]) -> None:
        """Store an object, whole or not at all; the same again changes nothing.

        It is not sent in parts: those of a process that dies meanwhile would stay in a bucket,
        where no list shows them and no erasure finds them (rule E1).
        """
        await self._in_thread(self._store.put, path, content, use_multipart=False)

    async def read(self, path: str) -> Chunks:
        """An object's bytes.

        Raises:
            MissingFileError: there is none.
        """
        try:
            found = await self._in_thread(self._store.get, path)
        except FileNotFoundError as error:
            raise MissingFileError from error
        return self._chunks(iter(found.stream()))

    async def delete(self, path: str) -> None:
        """Delete an object and its beginnings; one that is gone already is no error."""
        await self._in_thread(self._deleted, path)

    def _deleted(self, path: str) -> None:
        with suppress(FileNotFoundError):
            self._store.delete(path)
        for beginning in self._beginnings(path):
            beginning.unlink(missing_ok=True)

    def _beginnings(self, path: str) -> Iterator[Path]:
        """What processes that died while they stored it have left.

        In a folder an object is written as `name#1`, `name#2`, ... and renamed when it is whole.
        """
        if self._folder is None:
            return iter(())
        whole = self._folder / path
        return whole.parent.glob(f"{escape(whole.name)}#*")

    async def identity(self) -> str:
        """What tells this store from every other one: written into it by whoever came first."""
        with suppress(AlreadyExistsError):
            await self._in_thread(self._store.put, _MARKER, uuid4().hex.encode(), mode="create")
        found = await self._in_thread(self._store.get, _MARKER)
        return bytes(await self._in_thread(found.bytes)).decode()

    async def _chunks(self, stream: Any) -> Chunks:
        while (chunk := await self._in_thread(next, stream, None)) is not None:
            yield bytes(chunk)
