"""What the gateway's processes are told by their environment."""

from pathlib import Path
from urllib.parse import urlsplit

from switchboard.runtime.settings import ProcessSettings

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
    demo: bool = False
    """Allows the two demo agents; only on a loopback address."""

    @property
    def origin(self) -> str:
        """The gateway's own origin, as browsers write it."""
        parts = urlsplit(self.public_url or f"http://{self.http_host}:{self.http_port}")
        return f"{parts.scheme}://{parts.netloc}".lower()

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach the gateway."""
        return self.http_host in _LOOPBACK
