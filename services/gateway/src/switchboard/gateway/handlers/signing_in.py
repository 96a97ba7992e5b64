"""Signing in and out, and making accounts."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from switchboard.gateway.clients.passwords import Passwords
from switchboard.gateway.clients.tokens import random_token, token_hash
from switchboard.gateway.model.attempts import Attempts
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.accounts import Accounts, EmailTakenError

SESSION = timedelta(days=14)
"""How long a sign-in lasts."""
FIRST_ADMIN = "first_admin"


@dataclass
class SigningIn:
    """The door for members of the team."""

    accounts: Accounts
    passwords: Passwords = field(default_factory=Passwords)
    attempts: Attempts = field(default_factory=Attempts)

    async def sign_in(self, email: str, password: str) -> tuple[Agent, str]:
        """The member and the token of a new session.

        Raises:
            ProblemError: `wrong_credentials`, `too_many_attempts`, or `catching_up` if the member
                was made a moment ago.
        """
        now = asyncio.get_running_loop().time
        wait = self.attempts.wait(email.lower(), now())
        if wait:
            data = {"retry_after_seconds": round(wait + 0.5)}
            raise ProblemError(Code.TOO_MANY_ATTEMPTS, data=data)
        account = await self.accounts.by_email(email)
        if not await self.passwords.matches(account.password_hash if account else None, password):
            self.attempts.failed(email.lower(), now())
            raise ProblemError(Code.WRONG_CREDENTIALS)
        self.attempts.succeeded(email.lower())
        if account is None:
            raise ProblemError(Code.WRONG_CREDENTIALS)
        return await self._begin(account.member_id)

    async def _begin(self, member_id: UUID) -> tuple[Agent, str]:
        agent = await self.accounts.active_member(member_id)
        if agent is None:
            raise ProblemError(Code.CATCHING_UP, "the account is not ready, or no longer active")
        return agent, await self.session(member_id)

    async def session(self, member_id: UUID) -> str:
        """The token of a new session of a member whose right to it was checked."""
        token = random_token()
        await self.accounts.open_session(token_hash(token), member_id, datetime.now(UTC) + SESSION)
        return token

    async def agent(self, token: str) -> Agent | None:
        """Who a session belongs to."""
        return await self.accounts.agent(token_hash(token))

    async def sign_out(self, token: str) -> None:
        """End a session."""
        await self.accounts.close_session(token_hash(token))

    async def create_account(self, member_id: UUID, email: str, password: str) -> None:
        """Make an account; the same member and address again changes nothing.

        Raises:
            ProblemError: `email_taken`.
        """
        try:
            hashed = await self.passwords.hashed(password)
            await self.accounts.create(member_id, email, hashed)
        except EmailTakenError as error:
            raise ProblemError(Code.EMAIL_TAKEN) from error

    async def first_admin_token(self, lifetime: timedelta) -> str:
        """A one-time token that makes an Admin."""
        token = random_token()
        await self.accounts.invite(token_hash(token), FIRST_ADMIN, datetime.now(UTC) + lifetime)
        return token

    async def use_first_admin_token(self, token: str, member_id: UUID) -> None:
        """Use up a one-time token.

        Raises:
            ProblemError: `invalid_token`.
        """
        if not await self.accounts.use_invitation(token_hash(token), FIRST_ADMIN, member_id):
            raise ProblemError(Code.INVALID_TOKEN)
