"""The one place where a workspace's files lie, whichever gateway is asked for them."""

import asyncpg

from switchboard.gateway.clients.files import STORE_FAILURE, Files
from switchboard.gateway.store.attachments import adopt_store, known_store


class ForeignStoreError(RuntimeError):
    """This gateway's store is not the one that holds the workspace's files, or cannot be used."""


async def must_be_the_store(pool: asyncpg.Pool, files: Files) -> None:
    """Return if this is the workspace's store; the first one that is ever used becomes it.

    So a second gateway with a private folder of its own refuses to start, while gateways that
    share a folder or a bucket know each other by what is written in it.

    Raises:
        ForeignStoreError: it is another one.
    """
    identity = await _identity(files)
    if await known_store(pool, identity) != identity:
        raise ForeignStoreError(
            "the files of this workspace lie elsewhere: give every gateway the same folder or "
            "bucket in SWITCHBOARD_FILES; if those files are lost or were moved here, say "
            "python -m switchboard.gateway adopt-files"
        )


async def adopt(pool: asyncpg.Pool, files: Files) -> None:
    """From now on this is the workspace's store."""
    await adopt_store(pool, await _identity(files))


async def _identity(files: Files) -> str:
    try:
        return await files.identity()
    except STORE_FAILURE as error:
        raise ForeignStoreError(
            f"SWITCHBOARD_FILES cannot be used: {type(error).__name__}"
        ) from error
