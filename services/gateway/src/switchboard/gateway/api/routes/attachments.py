"""Files of messages: a grant, its content, and the file for whoever may have it (rule N1)."""

from uuid import UUID

from fastapi import APIRouter, Request
from starlette.responses import Response, StreamingResponse

from switchboard.gateway.api.callers import Either, Parts
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.writing import NewUpload, UploadAnswer
from switchboard.gateway.model.attachment import Upload, headers_of
from switchboard.gateway.model.media_types import SHOWN, UNKNOWN
from switchboard.gateway.model.problems import Code

router = APIRouter(prefix="/v1", tags=["attachments"])

_EITHER = (Code.NOT_SIGNED_IN, Code.INVALID_TOKEN, Code.INVALID_REQUEST)
_BINARY = {"schema": {"type": "string", "format": "binary"}}
_ANY_FILE = {UNKNOWN: _BINARY}
_FILE = dict.fromkeys((UNKNOWN, *sorted(SHOWN)), _BINARY)


@router.post(
    "/conversations/{conversation_id}/attachments",
    status_code=201,
    responses=problems(*_EITHER, *WITH_BODY, Code.UNKNOWN_CONVERSATION, Code.TOO_MANY_UPLOADS),
)
async def new_upload(
    who: Either, services: Parts, conversation_id: UUID, body: NewUpload
) -> UploadAnswer:
    """Ask to upload a file for one message or note; unused it is forgotten after 24 hours."""
    return _answer(await services.attachments.grant(who, conversation_id, body.audience, body.name))


@router.put(
    "/attachments/{attachment_id}/content",
    openapi_extra={"requestBody": {"required": True, "content": _ANY_FILE}},
    responses=problems(
        *_EITHER,
        Code.FOREIGN_ORIGIN,
        Code.UNKNOWN_ATTACHMENT,
        Code.UPLOADED_ALREADY,
        Code.TOO_LARGE,
    ),
)
async def put_content(
    who: Either, services: Parts, attachment_id: UUID, request: Request
) -> UploadAnswer:
    """Upload the file itself, as it is; its type is found out from its content."""
    return _answer(await services.attachments.receive(who, attachment_id, request.stream()))


@router.get(
    "/attachments/{attachment_id}",
    response_class=StreamingResponse,
    responses=problems(*_EITHER, Code.UNKNOWN_ATTACHMENT)
    | {200: {"description": "The file.", "content": _FILE}},
)
async def attachment(who: Either, services: Parts, attachment_id: UUID) -> Response:
    """A file, for whoever may read the message that carries it."""
    upload, chunks = await services.attachments.opened(who, attachment_id)
    return StreamingResponse(chunks, headers=headers_of(upload))


def _answer(upload: Upload) -> UploadAnswer:
    return UploadAnswer(
        attachment_id=upload.attachment_id,
        name=upload.name,
        audience=upload.audience,
        media_type=upload.media_type,
        size=upload.size,
    )
