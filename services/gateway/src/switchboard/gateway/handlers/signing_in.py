"""Signing in and out, and making accounts."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from switchboard.contracts.words import Role
from switchboard.gateway.clients.passwords import Passwords
from switchboard.gateway.clients.tokens import random_token, token_hash
from switchboard.gateway.handlers.limits import too_many
from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.audit import Deed, Entry
from switchboard.gateway.model.pace import Pace
from switchboard.gateway.model.principals import Agent
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.accounts import (
    Account,
    Accounts,
    EmailTakenError,
    OneTimeLink,
    Purpose,
)
from switchboard.gateway.store.attempts import Attempts

SESSION = timedelta(days=14)
"""How long a sign-in lasts."""


@dataclass
class SigningIn:
    """The door for members of the team."""

    accounts: Accounts
    attempts: Attempts
    allowances: Allowances = field(default_factory=Allowances)
    passwords: Passwords = field(default_factory=Passwords)

    async def sign_in(
        self, email: str, password: str, address: str, device_of: Callable[[UUID], str | None]
    ) -> tuple[Agent, str]:
        """The member and the token of a new session.

        Args:
            email: whatever its case.
            password: as it was typed.
            address: whence this comes, as limits count it.
            device_of: the browser's mark, if this member has signed in with it before.

        Raises:
            ProblemError: `wrong_credentials`, `too_many_attempts`, `member_disabled`, or
                `catching_up` if the member was made a moment ago.
        """
        account = await self.accounts.by_email(email)
        device = device_of(account.member_id) if account else None
        async with self._attempt(self._claims(email.lower(), address, device)):
            known = account.password_hash if account else None
            right = await self.passwords.matches(known, password)
            if account is None or not right:
                await self.accounts.guessed(account.member_id if account else None)
                raise ProblemError(Code.WRONG_CREDENTIALS)
        return await self._begin(account)

    def _claims(self, email: str, address: str, device: str | None) -> Mapping[str, Pace]:
        """The buckets of an attempt.

        A browser that has signed in before has one of its own, so whoever guesses elsewhere, even
        from the same address, does not slow its member down.
        """
        claims = {f"address {address}": self.allowances.passwords_from_address}
        if device is not None:
            return claims | {f"device {device}": self.allowances.password}
        return claims | {
            f"account {email} address {address}": self.allowances.password,
            f"account {email}": self.allowances.password_from_everywhere,
        }

    @asynccontextmanager
    async def _attempt(self, claims: Mapping[str, Pace]) -> AsyncIterator[None]:
        """Whatever ends with an error has cost one of each; a right password nothing.

        It is taken before the password is looked at, so that many attempts at once gain nothing.
        """
        seconds = await self.attempts.wait(claims)
        if seconds:
            raise too_many(Code.TOO_MANY_ATTEMPTS, seconds)
        yield
        await self.attempts.give_back(claims)

    async def _begin(self, account: Account) -> tuple[Agent, str]:
        member = await self.accounts.member(account.member_id)
        if member is None:
            raise ProblemError(Code.CATCHING_UP, "the account is not ready")
        agent, active = member
        if not active:
            raise ProblemError(Code.MEMBER_DISABLED)
        token, until = random_token(), datetime.now(UTC) + SESSION
        if not await self.accounts.open_session(token_hash(token), account, until):
            raise ProblemError(Code.WRONG_CREDENTIALS)
        return agent, token

    async def session(self, member_id: UUID) -> str:
        """The token of a new session of a member whose right to it was checked.

        Raises:
            ProblemError: as `sign_in`.
        """
        known = await self.accounts.password_hash(member_id)
        _, token = await self._begin(Account(member_id, known or ""))
        return token

    async def agent(self, token: str) -> Agent | None:
        """Who a session belongs to."""
        return await self.accounts.agent(token_hash(token))

    async def sign_out(self, agent: Agent) -> None:
        """End a session."""
        await self.accounts.close_session(agent.credential, agent.member_id)

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

    async def one_time_token(
        self, link: OneTimeLink, lifetime: timedelta, by: Agent | None = None
    ) -> str:
        """A token that works once, for what the link says; made by an Admin, or on the server."""
        token = random_token()
        entry = Entry(
            Deed.PASSWORD_LINK_MADE if link.purpose is Purpose.PASSWORD else Deed.INVITATION_MADE,
            by.member_id if by else None,
            by.api_key_id if by else None,
            link.member_id,
            {"role": link.role or Role.ADMIN} if link.purpose is not Purpose.PASSWORD else {},
        )
        await self.accounts.invite(token_hash(token), link, datetime.now(UTC) + lifetime, entry)
        return token

    async def use_token(
        self, token: str, purpose: Purpose, user: UUID, password: str
    ) -> OneTimeLink:
        """Use a one-time token up for an account to be made.

        An answer may get lost, so the same request may be repeated; it must name the same password,
        or a used link would let in whoever finds it.

        Raises:
            ProblemError: `invalid_token`, `too_many_attempts`.
        """
        used = await self.accounts.use_invitation(token_hash(token), purpose, user)
        if used is None:
            raise ProblemError(Code.INVALID_TOKEN)
        link, again = used
        made = await self.accounts.password_hash(user) if again else None
        if made is not None:
            async with self._attempt({f"link of {user}": self.allowances.password}):
                if not await self.passwords.matches(made, password):
                    raise ProblemError(Code.INVALID_TOKEN)
        return link

    async def change_password(self, agent: Agent, current: str, new: str) -> None:
        """Set one's own password; the member's other sessions end, and links for a lost one.

        Raises:
            ProblemError: `wrong_credentials`, `too_many_attempts`.
        """
        claims = {f"password of {agent.member_id}": self.allowances.password}
        async with self._attempt(claims):
            known = await self.accounts.password_hash(agent.member_id)
            if not await self.passwords.matches(known, current):
                raise ProblemError(Code.WRONG_CREDENTIALS)
        hashed = await self.passwords.hashed(new)
        await self.accounts.change_password(agent.member_id, hashed, agent.credential)

    async def set_password_by_link(self, token: str, new: str) -> None:
        """Set a lost password anew, once; every session of the member ends, and every other link.

        Whoever has no good link makes nobody wait for a hash.

        Raises:
            ProblemError: `invalid_token`.
        """
        link = token_hash(token)
        if not await self.accounts.is_password_link(link):
            raise ProblemError(Code.INVALID_TOKEN)
        hashed = await self.passwords.hashed(new)
        if await self.accounts.set_password_by_link(link, hashed) is None:
            raise ProblemError(Code.INVALID_TOKEN)
