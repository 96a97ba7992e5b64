"""Proofs of identity: short JWTs that the host site's server signs with the site's secret."""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import jwt
from pydantic import ValidationError

from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.proof import Claims

LONGEST_LIFE = timedelta(days=1)
"""A proof that would hold for longer is none: it opens a person's conversations to who finds it."""

_ALGORITHM = "HS256"
_LEEWAY = timedelta(seconds=30)
_PREFIX = "sws_"


class IdentitySecrets:
    """The secrets of sites, derived from the gateway's own: no database holds one."""

    def __init__(self, gateway_secret: str) -> None:
        self._key = gateway_secret.encode()

    def of(self, site: str, secret_id: UUID) -> str:
        """The secret of this name and site, with 256 bits; the same each time."""
        said = f"switchboard identity secret\n{secret_id}\n{site}".encode()
        digest = hmac.digest(self._key, said, hashlib.sha256)
        return _PREFIX + base64.urlsafe_b64encode(digest).rstrip(b"=").decode()


def checked_claims(proof: str, site: str, secrets: Sequence[str]) -> Claims:
    """What a proof says, if one of the site's secrets signed it, for this site, and it holds now.

    Raises:
        ProblemError: `invalid_proof`, `expired_proof`, `foreign_proof`.
    """
    codes: list[Code] = []
    for secret in secrets:
        try:
            return _claims(proof, site, secret)
        except jwt.ExpiredSignatureError:
            codes.append(Code.EXPIRED_PROOF)
        except jwt.InvalidAudienceError:
            codes.append(Code.FOREIGN_PROOF)
        except (jwt.InvalidTokenError, ValidationError, ValueError):
            continue
    raise ProblemError(codes[0] if codes else Code.INVALID_PROOF)


def _claims(proof: str, site: str, secret: str) -> Claims:
    found = jwt.decode(
        proof,
        secret,
        algorithms=[_ALGORITHM],
        audience=site,
        leeway=_LEEWAY,
        options={"require": ["exp", "sub", "aud"], "strict_aud": True},
    )
    if int(found["exp"]) > (datetime.now(UTC) + LONGEST_LIFE + _LEEWAY).timestamp():
        raise jwt.InvalidTokenError("it would hold for too long")
    return Claims.model_validate(found)
