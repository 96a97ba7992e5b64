"""Whom a visitor's token lets in (rule I5)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from switchboard.contracts.commands.conversation import VouchedPerson
from switchboard.gateway.model.principals import Visitor

VISITOR_IDLE = timedelta(days=30)
"""A token that was not renewed for so long, by `POST /v1/visitors`, has expired (rule I5)."""


@dataclass(frozen=True, slots=True)
class SignedToken:
    """What a token whose signature holds says: a visitor, on one site, since when."""

    visitor_id: UUID
    site: str
    signed_at: datetime


@dataclass(frozen=True, slots=True)
class KnownVisitor:
    """What is known of a visitor besides their token; for most it is nothing."""

    person: VouchedPerson | None = None
    revoked: bool = False


def let_in(token: SignedToken, known: KnownVisitor, now: datetime) -> Visitor | None:
    """The visitor whom a token lets in; None if it has expired or they were revoked (rule I5).

    Only what was signed says who and where they are: no id does, and on no other site.
    """
    if now - token.signed_at > VISITOR_IDLE:
        return None
    return as_known(Visitor(token.visitor_id, token.site), known)


def as_known(visitor: Visitor, known: KnownVisitor) -> Visitor | None:
    """A visitor who was let in, as they are known now; None once they were revoked (rule I5)."""
    return None if known.revoked else Visitor(visitor.visitor_id, visitor.site, known.person)


def renewed(known: Visitor | None, site: str, newcomer: UUID) -> Visitor:
    """Whose token a browser on a site gets: theirs again if it holds there, else a newcomer's.

    Args:
        known: whom the token that they came with lets in.
        site: where the browser is.
        newcomer: the id of a visitor whom nobody is yet.
    """
    return known if known is not None and known.site == site else Visitor(newcomer, site)
