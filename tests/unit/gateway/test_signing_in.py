"""What a password costs the gateway before it knows who asks."""

from typing import Any, cast

import pytest

from switchboard.gateway.clients.tokens import token_hash
from switchboard.gateway.handlers.signing_in import SigningIn
from switchboard.gateway.model.problems import ProblemError


class _Accounts:
    """Accounts with one good link for a new password."""

    def __init__(self, token: str) -> None:
        self._good = token_hash(token)
        self.password: str | None = None

    async def is_password_link(self, link: bytes) -> bool:
        return link == self._good

    async def set_password_by_link(self, link: bytes, password_hash: str) -> bool | None:
        self.password = password_hash if link == self._good else None
        return self.password is not None or None


class _Passwords:
    """Counts what was hashed."""

    def __init__(self) -> None:
        self.hashes = 0

    async def hashed(self, password: str) -> str:
        self.hashes += 1
        return f"hash of {password}"


async def test_whoever_has_no_good_link_makes_nobody_wait_for_a_hash() -> None:
    accounts, passwords = _Accounts("good"), _Passwords()
    door = SigningIn(
        cast("Any", accounts), attempts=cast("Any", None), passwords=cast("Any", passwords)
    )
    with pytest.raises(ProblemError, match="invalid_token"):
        await door.set_password_by_link("forged", "a new password")
    assert (passwords.hashes, accounts.password) == (0, None)
    await door.set_password_by_link("good", "a new password")
    assert (passwords.hashes, accounts.password) == (1, "hash of a new password")
