"""Files of messages, from the grant to upload one to its end (rule N1).

A crash may come between any two steps; each leaves what the next sweep can finish:

- after the grant, or with half an object: the grant is unsent, and dies after `UNSENT`;
- after the claim, before the command is sent: the client repeats its request under the same key,
  which is the same command, and has the files already. If it never does, the claim outlives the
  topic of commands, no event answers it, and the files are given up;
- after the object is whole, before that is noted: should the file be given up meanwhile, its row
  outlives whoever may still be storing it, so that the object is found;
- after the command: the message is there; that it is there is found in the read model.
"""

import asyncio
import hashlib
import tempfile
from collections.abc import AsyncIterator, Awaitable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import IO, TypeVar
from uuid import UUID, uuid4

import asyncpg
import structlog

from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC, CONVERSATION_EVENTS_TOPIC
from switchboard.contracts.words import Audience
from switchboard.gateway.clients.files import STORE_FAILURE, Chunks, Files, MissingFileError
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.model.attachment import AUDIENCES, MOST_UNSENT, Upload, text_with_files
from switchboard.gateway.model.file_names import safe_name
from switchboard.gateway.model.media_types import HEAD_BYTES, media_type
from switchboard.gateway.model.principals import Principal, Visitor
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.wish import Wish
from switchboard.gateway.store import attachments as stored
from switchboard.gateway.store.outage import OUTAGE
from switchboard.gateway.store.progress import Progress

Result = TypeVar("Result")

UNSENT = timedelta(hours=24)
"""How long an upload waits for its message."""

_LOST = CONVERSATION_COMMANDS_TOPIC.retention
"""After this a command that was not decided never will be."""

_STORING = timedelta(hours=1)
"""Longer than any gateway takes between an object's first byte and the note that it is whole."""

_SWEEP_SECONDS = 60.0
_MOST_AT_ONCE = 200
_IN_MEMORY = 1_000_000


@dataclass(frozen=True, slots=True)
class Attachments:
    """Who may upload, use and have which file.

    Attributes:
        most_bytes: the largest file.
    """

    pool: asyncpg.Pool
    files: Files
    owners: Owners
    progress: Progress
    positions: Positions
    most_bytes: int

    async def grant(
        self, who: Principal, conversation_id: UUID, audience: Audience, name: str
    ) -> Upload:
        """Allow one upload.

        Raises:
            ProblemError: `unknown_conversation`, `not_allowed` for a visitor who wants to reach
                the team alone, `too_many_uploads`.
        """
        await self._may_write(who, conversation_id, audience)
        if await stored.count_unsent(self.pool, who.principal) >= MOST_UNSENT:
            raise ProblemError(Code.TOO_MANY_UPLOADS)
        granted = Upload(
            attachment_id=uuid4(),
            object_id=uuid4(),
            conversation_id=conversation_id,
            audience=audience,
            principal=who.principal,
            name=safe_name(name),
        )
        try:
            await stored.grant_upload(self.pool, granted)
        except asyncpg.CheckViolationError as error:  # its person was erased (rule E1)
            raise ProblemError(Code.UNKNOWN_CONVERSATION) from error
        return granted

    async def _may_write(self, who: Principal, conversation_id: UUID, audience: Audience) -> None:
        if not isinstance(who, Visitor):
            await self.owners.must_exist(conversation_id)
            return
        await self.owners.target(who, conversation_id)
        if audience is not Audience.PUBLIC:
            raise ProblemError(Code.NOT_ALLOWED)

    async def receive(
        self, who: Principal, attachment_id: UUID, body: AsyncIterator[bytes]
    ) -> Upload:
        """Store the content of an upload; the same content again changes nothing.

        Raises:
            ProblemError: `unknown_attachment` unless the grant is this principal's, `too_large`,
                `invalid_request` for no content, `uploaded_already` for another one.
        """
        granted = await stored.find_upload(self.pool, attachment_id)
        if granted is None or granted.principal != who.principal:
            raise ProblemError(Code.UNKNOWN_ATTACHMENT)
        with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as content:
            digest, size = await self._spooled(body, content)
            kind = media_type(_head(content))
            filled = await stored.fill_upload(self.pool, attachment_id, digest, kind, size)
            if filled is None:
                raise ProblemError(Code.UPLOADED_ALREADY)
            return await self._stored(filled, content)

    async def _spooled(self, body: AsyncIterator[bytes], content: IO[bytes]) -> tuple[bytes, int]:
        digest, size = hashlib.sha256(), 0
        async for chunk in body:
            size += len(chunk)
            if size > self.most_bytes:
                raise ProblemError(Code.TOO_LARGE, data={"most_bytes": self.most_bytes})
            digest.update(chunk)
            content.write(chunk)
        if size == 0:
            errors = [{"at": "body", "problem": "missing"}]
            raise ProblemError(Code.INVALID_REQUEST, data={"errors": errors})
        return digest.digest(), size

    async def _stored(self, upload: Upload, content: IO[bytes]) -> Upload:
        if upload.is_stored:
            return upload
        content.seek(0)
        await self._at_store(self.files.put(upload.path, content))
        if not await stored.note_stored(self.pool, upload.attachment_id):
            await self._at_store(self.files.delete(upload.path))
            raise ProblemError(Code.UNKNOWN_ATTACHMENT)
        return replace(upload, is_stored=True)

    async def described(self, who: Principal, wish: Wish) -> Wish:
        """The wish with what is known of the files that it names.

        Raises:
            ProblemError: `unknown_attachment` for one that is not this principal's, or is for
                another conversation or audience; `invalid_request` if the act carries no files.
        """
        if not wish.attachment_ids:
            return wish
        audience = AUDIENCES.get(wish.act)
        if audience is None:
            errors = [{"at": "attachments", "problem": "not_for_this_act"}]
            raise ProblemError(Code.INVALID_REQUEST, data={"errors": errors})
        found = await stored.find_uploads(self.pool, wish.attachment_ids)
        for identifier in wish.attachment_ids:
            upload = found.get(identifier)
            if not upload or not upload.may_be_sent(who.principal, wish.conversation_id, audience):
                data = {"attachment_id": str(identifier)}
                raise ProblemError(Code.UNKNOWN_ATTACHMENT, data=data)
        files = tuple(found[identifier].in_message() for identifier in wish.attachment_ids)
        return wish._replace(attachments=files, text=text_with_files(wish.text, files))

    async def claimed(self, ask: Ask, wish: Wish) -> Ask:
        """The command, whose files no other one can have now.

        Raises:
            ProblemError: `attachment_used`.
        """
        if not wish.attachment_ids:
            return ask
        fresh = await stored.claim_uploads(self.pool, wish.attachment_ids, ask.id)
        if fresh is None:
            raise ProblemError(Code.ATTACHMENT_USED)
        return ask._replace(files=frozenset(wish.attachment_ids), fresh_files=fresh)

    async def opened(self, who: Principal, attachment_id: UUID) -> tuple[Upload, Chunks]:
        """A file and its bytes, if this principal may have it now.

        Raises:
            ProblemError: `unknown_attachment`; nothing tells a file that is not for them from one
                that is not there.
        """
        upload = await stored.find_upload(self.pool, attachment_id)
        if upload is None or not upload.is_had_by(who) or not await self._may_read(who, upload):
            raise ProblemError(Code.UNKNOWN_ATTACHMENT)
        try:
            return upload, await self._at_store(self.files.read(upload.path))
        except MissingFileError as error:
            structlog.get_logger("files").error("missing", attachment_id=str(attachment_id))
            raise ProblemError(Code.UNKNOWN_ATTACHMENT) from error

    async def _may_read(self, who: Principal, upload: Upload) -> bool:
        if not isinstance(who, Visitor):
            return True
        try:
            await self.owners.must_be_shown(who, upload.conversation_id)
        except ProblemError as problem:
            if problem.code != Code.UNKNOWN_CONVERSATION:
                raise
            return False
        return True

    async def _at_store(self, work: Awaitable[Result]) -> Result:
        """What the object store answers; while it cannot, whoever asked is told to try again."""
        try:
            return await work
        except STORE_FAILURE as error:
            structlog.get_logger("files").warning("no store", reason=type(error).__name__)
            raise ProblemError(Code.UNAVAILABLE) from error

    async def sweep(self) -> None:
        """Delete what was never sent, what a lost command left behind, and what was erased."""
        await stored.doom_unsent(self.pool, UNSENT)
        if await self.progress.reached(self.positions.of_all(CONVERSATION_EVENTS_TOPIC)):
            await stored.settle_claims(self.pool, _LOST)
        await self._delete(await stored.doomed_uploads(self.pool, _MOST_AT_ONCE, _STORING))

    async def _delete(self, doomed: Sequence[Upload]) -> None:
        """Delete these; one that the store does not let go keeps no other, and is tried again."""
        for upload in doomed:
            try:
                await self.files.delete(upload.path)
            except STORE_FAILURE as error:
                _not_deleted(upload, error)
            else:
                await stored.forget_upload(self.pool, upload.attachment_id)

    async def sweep_always(self) -> None:
        """Sweep every minute, until cancelled; every gateway may."""
        while True:
            await asyncio.sleep(_SWEEP_SECONDS)
            try:
                await self.sweep()
            except OUTAGE as error:
                structlog.get_logger("files").warning("not swept", reason=type(error).__name__)


def _not_deleted(upload: Upload, error: Exception) -> None:
    structlog.get_logger("files").warning(
        "not deleted", attachment_id=str(upload.attachment_id), reason=type(error).__name__
    )


def _head(content: IO[bytes]) -> bytes:
    content.seek(0)
    return content.read(HEAD_BYTES)
