"""What the gateway's processes are told by their environment."""

from pathlib import Path
from urllib.parse import urlsplit

from pydantic import Field, PositiveFloat, PositiveInt

from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.attachment import MOST_FILE_BYTES
from switchboard.gateway.model.pace import Pace
from switchboard.runtime.settings import ProcessSettings

_DEFAULT = Allowances()
_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class GatewaySettings(ProcessSettings):
    """Settings of `serve` and `consume`; see the README for what each is for."""

    http_host: str = "127.0.0.1"
    """The address that `serve` listens on."""
    http_port: int = 8080
    """The port that `serve` listens on."""
    public_url: str | None = None
    """Where browsers reach the gateway, e.g. `https://help.example.com`; its only origin."""
    secret: str = ""
    """Signs visitor tokens: at least 16 characters, the same for every replica."""
    web_root: Path | None = None
    """The built web: holds `panel/`, `widget/` and `widget.js`."""
    silence_seconds: float = 45.0
    """After so long without a word a socket is dead; clients ping every 20 s (rule P1)."""
    presence_report_seconds: float = 15.0
    """How often each process says who is online at it."""
    presence_ttl_seconds: float = 45.0
    """How long that is believed if the process dies."""
    files: str = "switchboard-files"
    """Where the files of messages lie: a folder, or a bucket's URL such as `s3://bucket/prefix`."""
    most_file_bytes: PositiveInt = MOST_FILE_BYTES
    """The largest of them."""
    demo: bool = False
    """Allows the two demo agents; only on a loopback address."""

    trusted_proxies: str = ""
    """Addresses or networks, by commas, whose `X-Forwarded-For` and `-Proto` are believed."""
    visitor_burst: PositiveFloat = Field(default=_DEFAULT.visitor.burst, ge=1)
    visitor_per_second: PositiveFloat = _DEFAULT.visitor.per_second
    """Requests and frames of one visitor: so many at once, then so many a second."""
    member_burst: PositiveFloat = Field(default=_DEFAULT.member.burst, ge=1)
    member_per_second: PositiveFloat = _DEFAULT.member.per_second
    """The same of one member, or one API key."""
    address_burst: PositiveFloat = Field(default=_DEFAULT.address.burst, ge=1)
    address_per_second: PositiveFloat = _DEFAULT.address.per_second
    """The same of one IP address."""
    password_burst: PositiveFloat = Field(default=_DEFAULT.password.burst, ge=1)
    password_per_minute: PositiveFloat = _DEFAULT.password.per_second * 60
    """Attempts at one account from one address."""
    sockets_of_visitor: PositiveInt = _DEFAULT.sockets_of_visitor
    sockets_of_address: PositiveInt = _DEFAULT.sockets_of_address
    message_bytes: int = Field(default=_DEFAULT.message_bytes, ge=1, le=_DEFAULT.message_bytes)
    """The longest message or note."""

    @property
    def allowances(self) -> Allowances:
        """The limits, as the doors know them."""
        return Allowances(
            visitor=Pace(self.visitor_burst, self.visitor_per_second),
            member=Pace(self.member_burst, self.member_per_second),
            address=Pace(self.address_burst, self.address_per_second),
            password=Pace(self.password_burst, self.password_per_minute / 60),
            sockets_of_visitor=self.sockets_of_visitor,
            sockets_of_address=self.sockets_of_address,
            message_bytes=self.message_bytes,
        )

    @property
    def origin(self) -> str:
        """The gateway's own origin, as browsers write it."""
        parts = urlsplit(self.public_url or f"http://{self.http_host}:{self.http_port}")
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def is_demo(self) -> bool:
        """Whether the demo agents may exist: asked for, and only this machine reaches us."""
        return self.demo and self.on_loopback

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the gateway."""
        return self.http_host in _LOOPBACK
