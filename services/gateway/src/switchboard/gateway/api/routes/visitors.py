"""Visitors' tokens."""

from uuid import uuid4

from fastapi import APIRouter

from switchboard.gateway.api.callers import Bearer, Parts
from switchboard.gateway.api.documented import problems
from switchboard.gateway.api.schemas import NewVisitor, VisitorAnswer
from switchboard.gateway.model.principals import Visitor
from switchboard.gateway.model.problems import Code

router = APIRouter(prefix="/v1", tags=["visitors"])


@router.post(
    "/visitors",
    status_code=201,
    responses=problems(Code.INVALID_JSON, Code.INVALID_REQUEST, Code.TOO_LARGE, Code.UNAVAILABLE),
)
async def new_visitor(body: NewVisitor, services: Parts, bearer: Bearer) -> VisitorAnswer:
    """A token for this browser on this site; one that is still good is renewed (rule I5).

    A token that is expired, forged or of another site is no proof: it gives a new visitor.
    """
    known = services.tokens.read(bearer.credentials) if bearer else None
    visitor = known if known and known.site == body.site else Visitor(uuid4(), body.site)
    target = await services.owners.head(visitor)
    return VisitorAnswer(
        visitor_id=visitor.visitor_id,
        token=services.tokens.issued(visitor),
        conversation_id=target.conversation_id,
    )
