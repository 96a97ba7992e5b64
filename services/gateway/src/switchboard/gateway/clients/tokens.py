"""Tokens: signed ones for visitors, random ones for sessions, one-time links and API keys."""

import hashlib
import secrets
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer, URLSafeTimedSerializer

from switchboard.gateway.model.principals import Visitor
from switchboard.gateway.model.visitor_token import SignedToken

_SHORTEST_SECRET = 16
_API_KEY = "swk_"
_SHOWN = 8


class SecretMissingError(RuntimeError):
    """`SWITCHBOARD_SECRET` is missing or too short to sign anything."""


def _sufficient(secret: str) -> str:
    if len(secret) < _SHORTEST_SECRET:
        raise SecretMissingError(
            f"set SWITCHBOARD_SECRET to at least {_SHORTEST_SECRET} characters, "
            "the same for every gateway process"
        )
    return secret


class Devices:
    """Marks browsers with which a member has signed in. A mark lets nobody in."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeSerializer(
            _sufficient(secret),
            salt="switchboard device",
            signer_kwargs={"digest_method": hashlib.sha256},
        )

    def marked(self, member_id: UUID) -> str:
        """A mark for one more browser of a member."""
        return str(self._serializer.dumps({"m": str(member_id), "d": random_token()}))

    def of(self, member_id: UUID, mark: str) -> str | None:
        """The browser's own name; None if the mark is forged or another member's."""
        try:
            claims = self._serializer.loads(mark)
            return str(claims["d"]) if claims["m"] == str(member_id) else None
        except (BadData, KeyError, TypeError):
            return None


class VisitorTokens:
    """Signs and reads visitors' tokens; whom one lets in is decided elsewhere (rule I5)."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeTimedSerializer(
            _sufficient(secret),
            salt="switchboard visitor",
            signer_kwargs={"digest_method": hashlib.sha256},
        )

    def issued(self, visitor: Visitor) -> str:
        """A token for a visitor, bound to their site and signed now."""
        return str(self._serializer.dumps({"v": str(visitor.visitor_id), "s": visitor.site}))

    def read(self, token: str) -> SignedToken | None:
        """What a token says, however old it is; None if it is forged or malformed."""
        try:
            claims, signed_at = self._serializer.loads(token, return_timestamp=True)
            return SignedToken(UUID(claims["v"]), str(claims["s"]), signed_at)
        except (BadData, KeyError, TypeError, ValueError):
            return None


def random_token() -> str:
    """A token that cannot be guessed."""
    return secrets.token_urlsafe(32)


def random_api_key() -> str:
    """An API key: begins so that people, and programs that look for leaked secrets, know it."""
    return _API_KEY + random_token()


def is_api_key(token: str) -> bool:
    """Whether a bearer's token means to be an API key; a visitor's begins otherwise."""
    return token.startswith(_API_KEY)


def shown_part(api_key: str) -> str:
    """What a list shows of an API key: enough to tell it from others, too little to guess it."""
    return api_key[: len(_API_KEY) + _SHOWN]


def token_hash(token: str) -> bytes:
    """What is stored instead of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()
