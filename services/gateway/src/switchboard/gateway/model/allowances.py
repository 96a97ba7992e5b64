"""How much of everything one client is allowed, as data."""

from dataclasses import dataclass

from switchboard.contracts.message import MESSAGE_BYTES
from switchboard.gateway.model.pace import Pace

_VISITOR, _MEMBER, _ADDRESS = Pace(40, 5), Pace(300, 100), Pace(2_000, 200)
_PASSWORD = Pace(5, 1 / 30)
_ACCOUNT_FROM_EVERYWHERE = 6
_ALL_ACCOUNTS_FROM_ONE_ADDRESS = 15


@dataclass(frozen=True, slots=True)
class Allowances:
    """The limits of one gateway; requests and socket frames count alike.

    Attributes:
        visitor: of one visitor, on all of their sockets.
        member: of one member, or one API key.
        address: of all who come from one address.
        password: attempts at one account from one address.
        sockets_of_visitor: open at once.
        sockets_of_address: open at once.
        message_bytes: of one message or note, in UTF-8; the contracts allow no more than 16,384.
    """

    visitor: Pace = _VISITOR
    member: Pace = _MEMBER
    address: Pace = _ADDRESS
    password: Pace = _PASSWORD
    sockets_of_visitor: int = 20
    sockets_of_address: int = 1_000
    message_bytes: int = MESSAGE_BYTES

    @property
    def password_from_everywhere(self) -> Pace:
        """Attempts at one account from all addresses together.

        One address alone never uses this up, so nobody locks a member out from one place.
        """
        return self.password.times(_ACCOUNT_FROM_EVERYWHERE)

    @property
    def passwords_from_address(self) -> Pace:
        """Attempts from one address at all accounts together."""
        return self.password.times(_ALL_ACCOUNTS_FROM_ONE_ADDRESS)
