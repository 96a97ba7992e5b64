"""What a member is writing: kept for their other windows and devices, for nobody else (rule N7)."""

from dataclasses import asdict
from uuid import UUID

from asyncpg import CheckViolationError
from fastapi import APIRouter

from switchboard.gateway.api.callers import AtPanel, Parts
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.writing import DraftAnswer, DraftChange, Drafts
from switchboard.gateway.model.draft import DraftKind, DraftPlace
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.drafts import draft_version, drafts_of, save_draft

router = APIRouter(prefix="/v1/conversations/{conversation_id}/drafts", tags=["drafts"])

_READING = (Code.NOT_SIGNED_IN, Code.INVALID_REQUEST, Code.UNKNOWN_CONVERSATION)


@router.get("", responses=problems(*_READING))
async def drafts(agent: AtPanel, services: Parts, conversation_id: UUID) -> Drafts:
    """One's own drafts in a conversation; nobody else's, whatever one's role."""
    await services.owners.must_exist(conversation_id)
    found = await drafts_of(services.commands.pool, agent.member_id, conversation_id)
    return Drafts(drafts=[DraftAnswer(**asdict(draft)) for draft in found])


@router.put(
    "/{kind}",
    responses=problems(*_READING, *WITH_BODY, Code.DRAFT_CHANGED, Code.ERASED),
)
async def put_draft(
    agent: AtPanel, services: Parts, conversation_id: UUID, kind: DraftKind, body: DraftChange
) -> DraftAnswer:
    """Save a draft, or delete it with an empty text.

    `draft_changed` says that another window saved since, with the version to base the next try
    on: whoever overwrites does so knowingly.
    """
    await services.owners.must_exist(conversation_id)
    place = DraftPlace(agent.member_id, conversation_id, kind)
    try:
        version = await save_draft(services.commands.pool, place, body.text, body.version)
    except CheckViolationError as error:
        raise ProblemError(Code.ERASED) from error
    if version is None:
        now = await draft_version(services.commands.pool, place)
        raise ProblemError(Code.DRAFT_CHANGED, data={"version": now})
    return DraftAnswer(kind=kind, text=body.text, version=version)
