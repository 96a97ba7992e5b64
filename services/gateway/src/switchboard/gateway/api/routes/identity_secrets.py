"""The secrets with which host sites vouch for their users (rules I1, I2)."""

from dataclasses import asdict
from uuid import UUID

from fastapi import APIRouter, Response

from switchboard.gateway.api.callers import IdentityManager, Parts
from switchboard.gateway.api.documented import WITH_BODY, problems
from switchboard.gateway.api.schemas.identity import (
    IdentitySecretAnswer,
    IdentitySecrets,
    NewIdentitySecretAnswer,
    SiteToVouch,
)
from switchboard.gateway.model.problems import Code, ProblemError

router = APIRouter(prefix="/v1/identity-secrets", tags=["identity"])


@router.get("", responses=problems(Code.NOT_SIGNED_IN))
async def identity_secrets(_: IdentityManager, services: Parts) -> IdentitySecrets:
    """Every secret that holds, by its name: the secrets themselves are shown once."""
    found = await services.identifying.identities.secrets()
    return IdentitySecrets(
        identity_secrets=[IdentitySecretAnswer(**asdict(secret)) for secret in found]
    )


@router.post(
    "",
    status_code=201,
    responses=problems(Code.NOT_SIGNED_IN, *WITH_BODY),
)
async def make_identity_secret(
    body: SiteToVouch, agent: IdentityManager, services: Parts
) -> NewIdentitySecretAnswer:
    """A new secret for a site, shown this once; the one before holds for another day."""
    secret, value = await services.identifying.new_secret(body.site, agent)
    return NewIdentitySecretAnswer(**asdict(secret), secret=value)


@router.delete(
    "/{secret_id}",
    status_code=204,
    responses=problems(
        Code.INVALID_REQUEST, Code.NOT_SIGNED_IN, Code.FOREIGN_ORIGIN, Code.UNKNOWN_IDENTITY_SECRET
    ),
)
async def end_identity_secret(secret_id: UUID, agent: IdentityManager, services: Parts) -> Response:
    """End a secret at once: what is signed with it vouches for nobody any more."""
    if not await services.identifying.identities.end_secret(secret_id, agent):
        raise ProblemError(Code.UNKNOWN_IDENTITY_SECRET)
    return Response(status_code=204)
