"""Nobody takes so much that the others wait: rates and open sockets, counted in this process."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from heapq import nlargest

from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.pace import Pace, spent, wait
from switchboard.gateway.model.principals import Principal, Visitor
from switchboard.gateway.model.problems import Code, ProblemError

MOST_REMEMBERED = 20_000
"""Buckets that are not full. Past it, those that are nearest to full are forgotten."""

Claim = tuple[str, Pace]
"""Whose bucket, and its pace."""


class TooManyError(ProblemError):
    """Somebody is past a limit."""


class Limits:
    """What every client of this process has used of what they are allowed."""

    def __init__(self, allowances: Allowances) -> None:
        self.allowances = allowances
        self._full_at: dict[str, float] = {}
        self._sockets: Counter[str] = Counter()

    def of_address(self, address: str) -> Claim:
        """What all who come from an address may do together."""
        return f"address {address}", self.allowances.address

    def of_principal(self, principal: Principal) -> Claim:
        """What a visitor, a member or an API key may do."""
        visits = isinstance(principal, Visitor)
        pace = self.allowances.visitor if visits else self.allowances.member
        return principal.principal, pace

    def wait(self, claims: Sequence[Claim], now: float) -> float:
        """Take one of each; if any has none left take none, and say in how many seconds it has.

        This runs for every frame.
        """
        for name, pace in claims:
            seconds = wait(self._full_at.get(name, 0.0), pace, now)
            if seconds:
                return seconds
        for name, pace in claims:
            self._full_at[name] = spent(self._full_at.get(name, 0.0), pace, now)
        if len(self._full_at) > MOST_REMEMBERED:
            self._forget(now)
        return 0.0

    def take(self, claims: Sequence[Claim], now: float) -> None:
        """Take one of each.

        Raises:
            TooManyError: `too_many_requests`.
        """
        seconds = self.wait(claims, now)
        if seconds:
            raise too_many(Code.TOO_MANY_REQUESTS, seconds)

    def _forget(self, now: float) -> None:
        """Forget full buckets, and at the worst the half that owes the least."""
        owing = {name: full_at for name, full_at in self._full_at.items() if full_at > now}
        most = MOST_REMEMBERED // 2
        if len(owing) > most:
            owing = dict(nlargest(most, owing.items(), key=lambda item: item[1]))
        self._full_at = owing

    @contextmanager
    def socket_of_address(self, address: str) -> Iterator[None]:
        """Count an open socket.

        Raises:
            TooManyError: `too_many_sockets`.
        """
        with self._socket(f"address {address}", self.allowances.sockets_of_address):
            yield

    @contextmanager
    def socket_of(self, visitor: Visitor) -> Iterator[None]:
        """Count an open socket.

        Raises:
            TooManyError: `too_many_sockets`.
        """
        with self._socket(visitor.principal, self.allowances.sockets_of_visitor):
            yield

    @contextmanager
    def _socket(self, name: str, most: int) -> Iterator[None]:
        if self._sockets[name] >= most:
            raise TooManyError(Code.TOO_MANY_SOCKETS, data={"most": most})
        self._sockets[name] += 1
        try:
            yield
        finally:
            self._sockets[name] -= 1
            if not self._sockets[name]:
                del self._sockets[name]


def too_many(code: Code, seconds: float) -> TooManyError:
    """The problem of who was too fast, with when to try again."""
    return TooManyError(code, data={"retry_after_seconds": int(seconds) + 1})
