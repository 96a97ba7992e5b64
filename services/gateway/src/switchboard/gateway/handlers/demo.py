"""The two agents of a demo; never made outside of one."""

from dataclasses import dataclass
from uuid import NAMESPACE_DNS, UUID, uuid5

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.ids import command_id
from switchboard.contracts.topics import TEAM_COMMANDS_TOPIC
from switchboard.contracts.words import Role
from switchboard.gateway.handlers.signing_in import SigningIn
from switchboard.runtime.commands_out import CommandSender

DEMO_PASSWORD = "switchboard-demo"  # noqa: S105 - printed, and only for a demo on loopback


@dataclass(frozen=True, slots=True)
class DemoAgent:
    """One of the demo's agents."""

    email: str
    full_name: str
    public_name: str
    role: Role

    @property
    def member_id(self) -> UUID:
        """The same on every machine."""
        return uuid5(NAMESPACE_DNS, self.email)


DEMO_AGENTS = (
    DemoAgent("anna@demo.switchboard.local", "Anna Berg", "Anna", Role.ADMIN),
    DemoAgent("ben@demo.switchboard.local", "Ben Costa", "Ben", Role.AGENT),
)


async def create_demo_accounts(signing_in: SigningIn, sender: CommandSender) -> None:
    """Make both accounts; again changes nothing."""
    for agent in DEMO_AGENTS:
        await signing_in.create_account(agent.member_id, agent.email, DEMO_PASSWORD)
        await sender.send(
            TEAM_COMMANDS_TOPIC,
            SaveMember(
                member_id=agent.member_id,
                public_name=agent.public_name,
                full_name=agent.full_name,
                role=agent.role,
            ),
            id=command_id("demo", str(agent.member_id)),
        )
