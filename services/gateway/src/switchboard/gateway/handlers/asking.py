"""From what a client asks of a conversation to a command that may be sent."""

from dataclasses import dataclass
from uuid import UUID

from switchboard.contracts.envelope import Chain, Opening
from switchboard.contracts.message import MESSAGE_BYTES, Message
from switchboard.contracts.topics import (
    CONVERSATION_COMMANDS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
)
from switchboard.gateway.decisions.ask_conversation import (
    OPENING_ACTS,
    agent_command,
    visitor_command,
)
from switchboard.gateway.handlers.attachments import Attachments
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.identifying import attaching
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.model.principals import Agent, Principal, Visitor
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.model.wish import Wish


@dataclass(frozen=True, slots=True)
class Asking:
    """What it takes to ask something of a conversation.

    Attributes:
        message_bytes: the longest text that a command may carry.
    """

    owners: Owners
    attachments: Attachments
    message_bytes: int = MESSAGE_BYTES

    async def ask_for(self, principal: Principal, wish: Wish) -> Ask:
        """The command that a client asks for, after its authority is checked.

        Its files are claimed last, when nothing else can be wrong with it.

        Raises:
            ProblemError: the conversation is foreign or unknown, the act is not this client's, its
                text is `too_large`, or a file cannot be used.
        """
        described = await self.attachments.described(principal, wish)
        if isinstance(principal, Agent):
            ask = await self._of_agent(principal, described)
        else:
            ask = await self._of_visitor(principal, described)
        self._measure(ask.message)
        return await self.attachments.claimed(ask, described)

    def _measure(self, message: Message) -> None:
        text: str | None = getattr(message, "text", None)
        if text is not None and len(text.encode()) > self.message_bytes:
            raise ProblemError(Code.TOO_LARGE, data={"most_bytes": self.message_bytes})

    async def _of_agent(self, agent: Agent, wish: Wish) -> Ask:
        command = agent_command(agent, wish)
        await self.owners.must_exist(wish.conversation_id)
        return Ask(
            topic=CONVERSATION_COMMANDS_TOPIC,
            message=command,
            principal=agent.principal,
            key=wish.key,
            answered_on=CONVERSATION_EVENTS_TOPIC,
        )

    async def _of_visitor(self, visitor: Visitor, wish: Wish) -> Ask:
        target = await self.owners.target(visitor, wish.conversation_id)
        opening = Opening.VISITOR_DOOR if wish.act in OPENING_ACTS else None
        ask = Ask(
            topic=CONVERSATION_COMMANDS_TOPIC,
            message=visitor_command(visitor, target, wish),
            principal=visitor.principal,
            key=wish.key,
            answered_on=CONVERSATION_PUBLIC_TOPIC,
            opening=opening,
        )
        if visitor.person is None:
            return ask
        return self._of_person(visitor, visitor.person.person_id, ask)

    def _of_person(self, visitor: Visitor, person_id: UUID, ask: Ask) -> Ask:
        """The command of somebody who is known, and the one that says so if it may be news.

        A conversation begun now, or begun while they were being identified, has to learn of it.
        """
        asked = ask._replace(chain=Chain(person_id, self.owners.known_head(person_id)))
        conversation_id = UUID(ask.message.key)
        if ask.opening is None or self.owners.is_attached(visitor, conversation_id):
            return asked
        (then,) = attaching(visitor, [conversation_id], str(ask.id))
        return asked._replace(then=then)
