"""Visitors: their tokens, who they are, and the end of both."""

from uuid import UUID, uuid4

from fastapi import APIRouter, Response

from switchboard.gateway.api.callers import Bearer, IdentityManager, Parts, Visiting
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.identity import IdentityProof, NewVisitor, VisitorAnswer
from switchboard.gateway.api.services import Services
from switchboard.gateway.model.principals import Visitor
from switchboard.gateway.model.problems import Code
from switchboard.gateway.model.visitor_token import renewed

router = APIRouter(prefix="/v1", tags=["visitors"])


@router.post(
    "/visitors",
    status_code=201,
    responses=problems(*WITH_BODY),
)
async def new_visitor(body: NewVisitor, services: Parts, bearer: Bearer) -> VisitorAnswer:
    """A token for this browser on this site; one that is still good is renewed (rule I5).

    A token that is expired, revoked, forged or of another site is no proof: it gives a new visitor.
    """
    known = await services.identifying.visitor(bearer.credentials) if bearer else None
    return await _answer(services, renewed(known, body.site, newcomer=uuid4()))


@router.post(
    "/visitors/identity",
    responses=problems(
        Code.NOT_SIGNED_IN,
        *WITH_BODY,
        Code.PROOF_MISSING,
        Code.INVALID_PROOF,
        Code.EXPIRED_PROOF,
        Code.FOREIGN_PROOF,
    ),
)
async def identify(body: IdentityProof, visitor: Visiting, services: Parts) -> VisitorAnswer:
    """Say who the visitor is, by a proof of the host site; the token is renewed (rules I1, I2).

    The conversation that is going on is theirs from then on, on every device. Who was somebody else
    before becomes a new visitor, and the old one's tokens end (rule I3). A proof that does not hold
    changes nothing.
    """
    identified = await services.identifying.identify(
        visitor, body.proof or "", services.owners, services.commands
    )
    return await _answer(services, identified)


async def _answer(services: Services, visitor: Visitor) -> VisitorAnswer:
    target = await services.owners.head(visitor)
    return VisitorAnswer(
        visitor_id=visitor.visitor_id,
        token=services.identifying.tokens.issued(visitor),
        conversation_id=target.conversation_id,
        person_id=visitor.person_id,
        email=visitor.person.email if visitor.person else None,
    )


@router.post(
    "/visitors/sign-out",
    status_code=204,
    responses=problems(Code.NOT_SIGNED_IN, Code.FOREIGN_ORIGIN),
)
async def sign_out(visitor: Visiting, services: Parts) -> Response:
    """End this browser's tokens and sockets; its next visitor is a new one (rules I3, I5)."""
    await services.identifying.identities.revoke(visitor.visitor_id)
    return Response(status_code=204)


@router.post(
    "/visitors/{visitor_id}/revoke",
    status_code=204,
    responses=problems(Code.INVALID_REQUEST, Code.NOT_SIGNED_IN, Code.FOREIGN_ORIGIN),
)
async def revoke(visitor_id: UUID, agent: IdentityManager, services: Parts) -> Response:
    """End the tokens and sockets of a visitor at once, for ever; conversations stay (rule I5)."""
    await services.identifying.identities.revoke(visitor_id, agent)
    return Response(status_code=204)
