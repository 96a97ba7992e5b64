"""The object store: a folder, a bucket and one in memory pass the same tests."""

import asyncio
import io
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from tests.builders.buckets import Bucket, S3Server

from switchboard.gateway.clients.files import Files, MissingFileError, open_files
from switchboard.gateway.handlers.file_store import ForeignStoreError, adopt, must_be_the_store
from switchboard.local.infrastructure import Postgres
from switchboard.runtime.database import connect_pool
from switchboard.runtime.migrate import migrate

LARGE = bytes(range(256)) * 50_000
"""As much as a store would rather take in parts."""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "files")


@pytest.fixture
def memory() -> str:
    return "memory:"


@pytest.fixture
def a_bucket(s3: S3Server) -> Bucket:
    return s3.new_bucket()


@pytest.fixture
def bucket(a_bucket: Bucket) -> str:
    return a_bucket.url


STORES = ("folder", "memory", "bucket")


async def _read(files: Files, path: str) -> bytes:
    return b"".join([chunk async for chunk in await files.read(path)])


async def behaves(files: Files) -> None:
    """What every store has to do."""
    path = f"{uuid4()}/team/{uuid4()}"
    with pytest.raises(MissingFileError):
        await files.read(path)
    for content in (b"a", LARGE, LARGE):
        await files.put(path, io.BytesIO(content))
        assert await _read(files, path) == content
    for _ in range(2):
        await files.delete(path)
        with pytest.raises(MissingFileError):
            await files.read(path)
    assert await files.identity() == await files.identity()


@pytest.mark.parametrize("store", STORES)
async def test_every_store_keeps_gives_and_forgets(
    store: str, request: pytest.FixtureRequest
) -> None:
    await behaves(open_files(request.getfixturevalue(store)))


class Coming(io.BytesIO):
    """A content whose second half comes once `rest` is set."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.half, self.rest = threading.Event(), threading.Event()

    def read(self, size: int | None = -1) -> bytes:
        if self.tell() > len(LARGE) // 2:
            self.half.set()
            assert self.rest.wait(10)
        return super().read(1_000_000 if size in {None, -1} else min(size or 0, 1_000_000))


def _begun(folder: str, bucket: Bucket) -> set[str]:
    return bucket.begun() | {str(file) for file in Path(folder).rglob("*#*")}


async def test_e1_no_store_holds_the_beginning_of_an_object_whose_writer_may_die(
    folder: str, a_bucket: Bucket
) -> None:
    for files in (open_files(folder), open_files(a_bucket.url)):
        content = Coming(LARGE)
        storing = asyncio.create_task(files.put("a/public/b", content))
        assert await asyncio.to_thread(content.half.wait, 10)
        begun = _begun(folder, a_bucket)
        content.rest.set()
        await storing
        assert begun == set()
        assert await _read(files, "a/public/b") == LARGE


async def test_e1_with_an_object_goes_what_a_writer_who_died_left_of_it(tmp_path: Path) -> None:
    files = open_files(str(tmp_path / "files"))
    whole, half, other = (tmp_path / "files/a/public" / name for name in ("b", "b#1", "c#1"))
    for _ in range(2):
        await files.put("a/public/b", io.BytesIO(b"needle"))
        for left in (half, other):
            left.write_bytes(b"need")
        await files.delete("a/public/b")
        assert [file.exists() for file in (whole, half, other)] == [False, False, True]
        half.write_bytes(b"need")
        await files.delete("a/public/b")
        assert not half.exists()


async def test_a_folder_holds_objects_by_their_names_and_nothing_outside(tmp_path: Path) -> None:
    files = open_files(str(tmp_path / "files"))
    await files.put("a/public/b", io.BytesIO(b"x"))
    assert (tmp_path / "files/a/public/b").read_bytes() == b"x"
    with pytest.raises(ValueError, match=r"\.\."):
        await files.put("../outside", io.BytesIO(b"x"))
    await files.delete("a/public/b")
    assert not (tmp_path / "files/a").exists()


async def test_a_second_gateway_with_a_private_folder_is_refused(
    postgres: Postgres, tmp_path: Path
) -> None:
    url = postgres.create_database(f"files_{uuid4().hex[:8]}")
    await migrate(url, "switchboard.gateway")
    async with await connect_pool(url) as pool:
        shared, private = (str(tmp_path / name) for name in ("shared", "private"))
        await must_be_the_store(pool, open_files(shared))
        await must_be_the_store(pool, open_files(shared))
        with pytest.raises(ForeignStoreError, match="adopt-files"):
            await must_be_the_store(pool, open_files(private))
        with pytest.raises(ForeignStoreError, match="adopt-files"):
            await must_be_the_store(pool, open_files("memory:"))
        await adopt(pool, open_files(private))
        await must_be_the_store(pool, open_files(private))
        with pytest.raises(ForeignStoreError):
            await must_be_the_store(pool, open_files(shared))


async def test_a_folder_that_cannot_be_used_is_named(postgres: Postgres, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("no folder")
    url = postgres.create_database(f"files_{uuid4().hex[:8]}")
    async with await connect_pool(url) as pool:
        with pytest.raises((ForeignStoreError, OSError)):
            await must_be_the_store(pool, open_files(str(tmp_path / "a file" / "x")))
