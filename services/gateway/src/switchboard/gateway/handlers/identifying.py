"""Who a visitor is: the token, what is known besides, and what the host site vouches for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from switchboard.contracts.commands.conversation import IdentifyUser
from switchboard.contracts.envelope import Chain
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC, CONVERSATION_EVENTS_TOPIC
from switchboard.gateway.clients.proofs import IdentitySecrets, checked_claims
from switchboard.gateway.clients.tokens import VisitorTokens
from switchboard.gateway.handlers.commanding import Ask, Commands
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.model.principals import Agent, Visitor
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.proof import vouched
from switchboard.gateway.model.visitor_token import as_known, let_in
from switchboard.gateway.store.identity import Identities, IdentitySecret

CHANGE_OVER = timedelta(days=1)
"""How long the secret before holds, so that a host site can be given the new one."""


@dataclass(frozen=True, slots=True)
class Identifying:
    """The door for visitors, and for those who vouch for them."""

    identities: Identities
    tokens: VisitorTokens
    secrets: IdentitySecrets

    async def visitor(self, token: str) -> Visitor | None:
        """The visitor of a token, as they are known now; None if it lets nobody in (rule I5)."""
        signed = self.tokens.read(token)
        if signed is None:
            return None
        known = await self.identities.visitor(signed.visitor_id)
        return let_in(signed, known, datetime.now(UTC))

    async def as_known(self, visitor: Visitor) -> Visitor | None:
        """The visitor with the person whom they are known to be; None if they were revoked."""
        return as_known(visitor, await self.identities.visitor(visitor.visitor_id))

    async def new_secret(self, site: str, by: Agent) -> tuple[IdentitySecret, str]:
        """A new secret of a site, and its value, which is shown this once."""
        now = datetime.now(UTC)
        secret = IdentitySecret(uuid4(), site, by.member_id, now)
        await self.identities.make_secret(secret, now + CHANGE_OVER, by)
        return secret, self.secrets.of(site, secret.secret_id)

    async def identify(
        self, visitor: Visitor, proof: str, owners: Owners, commands: Commands
    ) -> Visitor:
        """Who the visitor is by a proof of their site, with what is going on attached (rule I2).

        Who is somebody else already becomes a new visitor, and their old tokens end (rule I3).

        Raises:
            ProblemError: `proof_missing`, or the proof gives no identity: nothing has changed then.
        """
        if not proof:
            raise ProblemError(Code.PROOF_MISSING)
        names = await self.identities.secrets_of(visitor.site)
        secrets = [self.secrets.of(visitor.site, name) for name in names]
        said = vouched(
            visitor.site, visitor.visitor_id, checked_claims(proof, visitor.site, secrets)
        )
        if not await self.identities.identify(visitor.visitor_id, said.person):
            await self.identities.revoke(visitor.visitor_id)
            newcomer = Visitor(uuid4(), visitor.site, said.person)
            await self.identities.identify(newcomer.visitor_id, said.person)
            return newcomer
        identified = replace(visitor, person=said.person)
        found = await going_on(owners, visitor, with_history=said.with_history)
        for ask in attaching(identified, found, str(uuid4())):
            await commands.ask(ask)
        return identified


async def going_on(owners: Owners, visitor: Visitor, *, with_history: bool) -> Sequence[UUID]:
    """What identifying attaches: the conversation of this browser, which may be on its way.

    Earlier ones only if the host vouches for them.
    """
    browser = replace(visitor, person=None)
    newest = (await owners.head(browser)).conversation_id
    if not with_history:
        return [newest]
    before = [link.conversation_id for link in await owners.links(browser)]
    return [*(one for one in before if one != newest), newest]


def attaching(visitor: Visitor, conversations: Sequence[UUID], cause: str) -> Sequence[Ask]:
    """The commands that attach conversations to the person whom the visitor is.

    Args:
        visitor: who was identified.
        conversations: theirs, whether they exist yet or not.
        cause: tells these commands from those of another time.
    """
    if visitor.person is None:
        return []
    return [
        Ask(
            topic=CONVERSATION_COMMANDS_TOPIC,
            message=IdentifyUser(
                conversation_id=conversation,
                visitor_id=visitor.visitor_id,
                person=visitor.person,
            ),
            principal=f"identity:{visitor.visitor_id}",
            key=f"{cause} {conversation}",
            answered_on=CONVERSATION_EVENTS_TOPIC,
            chain=Chain(visitor.person.person_id),
        )
        for conversation in conversations
    ]
