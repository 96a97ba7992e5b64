"""What requests and answers look like that concern who a visitor is, and the end of it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel, Field

from switchboard.contracts.message import ShortText
from switchboard.gateway.api.schemas.asked import Asked


class NewVisitor(Asked):
    """The site that the widget stands on."""

    site: ShortText


class VisitorAnswer(BaseModel):
    """A visitor's identity and newest conversation, which may not exist yet."""

    visitor_id: UUID
    token: str
    conversation_id: UUID
    person_id: UUID | None = None
    """Who the visitor is, once the host site has vouched for them (rule I1)."""
    email: str | None = None
    """The address that the host site vouched for, for them to confirm (rule O2).

    Their own; one that an agent wrote down is never told, for it may be another's.
    """


class IdentityProof(Asked):
    """What the host site's server signed for whoever is signed in there; empty is none."""

    proof: Annotated[str, Field(max_length=4_096)] | None = None


class SiteToVouch(Asked):
    """The site whose server is to vouch for its users."""

    site: ShortText


class IdentitySecretAnswer(BaseModel):
    """A site's secret by its name; `ends_at` is set once a newer one replaces it."""

    secret_id: UUID
    site: str
    member_id: UUID
    created_at: datetime
    ends_at: datetime | None = None


class NewIdentitySecretAnswer(IdentitySecretAnswer):
    """The new secret; `secret` is shown this once."""

    secret: str


class IdentitySecrets(BaseModel):
    """Every secret that proofs are checked with."""

    identity_secrets: list[IdentitySecretAnswer]


class Erasure(BaseModel):
    """What an erasure concerns."""

    conversations: int
    """How many conversations are erased; those that follow on them are too."""
