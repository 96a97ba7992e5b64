"""The object store: a folder, a bucket and one in memory pass the same tests."""

import io
from pathlib import Path
from uuid import uuid4

import pytest
from tests.builders.buckets import S3Server

from switchboard.gateway.clients.files import Files, MissingFileError, open_files
from switchboard.gateway.handlers.file_store import ForeignStoreError, adopt, must_be_the_store
from switchboard.local.infrastructure import Postgres
from switchboard.runtime.database import connect_pool
from switchboard.runtime.migrate import migrate

LARGE = bytes(range(256)) * 50_000
"""More than one part of an upload."""


@pytest.fixture
def folder(tmp_path: Path) -> str:
    return str(tmp_path / "files")


@pytest.fixture
def memory() -> str:
    return "memory:"


@pytest.fixture
def bucket(s3: S3Server) -> str:
    return s3.new_bucket().url


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
