"""What the doors work with, built once in `main`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from switchboard.gateway.api.background import Background
from switchboard.gateway.api.fanout.following import Hub
from switchboard.gateway.clients.tokens import Devices
from switchboard.gateway.handlers.asking import Asking
from switchboard.gateway.handlers.attachments import Attachments
from switchboard.gateway.handlers.commanding import Commands
from switchboard.gateway.handlers.demo import DemoAgent
from switchboard.gateway.handlers.identifying import Identifying
from switchboard.gateway.handlers.leaving import Leaving
from switchboard.gateway.handlers.limits import Limits
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.handlers.presence import Presence
from switchboard.gateway.handlers.read_model import ReadModel
from switchboard.gateway.handlers.signing_in import SigningIn
from switchboard.gateway.handlers.telling import Telling
from switchboard.gateway.store.api_keys import ApiKeys
from switchboard.gateway.store.progress import Progress
from switchboard.gateway.store.readings import Readings


@dataclass(frozen=True)
class Services:
    """The parts of one `serve` process.

    Attributes:
        origin: the gateway's own origin, the only one that browsers may come from.
        is_ready: whether the fan-out stands at the end of every partition.
        silence_seconds: after so long without a word a socket is dead.
        demo_agents: whom anybody may sign in as; nobody unless this is a demo.
    """

    commands: Commands
    owners: Owners
    asking: Asking
    attachments: Attachments
    read_model: ReadModel
    readings: Readings
    progress: Progress
    positions: Positions
    hub: Hub
    background: Background
    presence: Presence
    telling: Telling
    leaving: Leaving
    signing_in: SigningIn
    api_keys: ApiKeys
    identifying: Identifying
    devices: Devices
    limits: Limits
    origin: str
    is_ready: Callable[[], bool]
    silence_seconds: float
    demo_agents: Sequence[DemoAgent]

    @property
    def is_open(self) -> bool:
        """Whether sockets are served: all is heard, and what they begin with is whole."""
        return self.is_ready() and self.read_model.is_whole

    @property
    def secure(self) -> bool:
        """Whether browsers come by TLS, so that cookies may demand it."""
        return self.origin.startswith("https://")
