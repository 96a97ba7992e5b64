"""Whose conversation it is: ids never authorise (rule I5, design §5)."""

from collections import OrderedDict
from uuid import UUID

from switchboard.contracts.topics import CONVERSATION_STATE_TOPIC
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.model import chain
from switchboard.gateway.model.chain import Link, Target
from switchboard.gateway.model.principals import Visitor
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.progress import Progress
from switchboard.gateway.store.readings import Readings

_REMEMBERED = 100_000


class Owners:
    """What this process knows of conversations' owners, from its feed and the read model."""

    def __init__(self, readings: Readings, progress: Progress, positions: Positions) -> None:
        self._readings = readings
        self._progress = progress
        self._positions = positions
        self._links: OrderedDict[UUID, Link] = OrderedDict()
        self._chains: OrderedDict[UUID, list[UUID]] = OrderedDict()

    def learn(self, link: Link) -> None:
        """A conversation and its owner were heard of; what was closed stays closed."""
        known = self._links.get(link.conversation_id)
        if known is not None and known.closed:
            return
        self._links[link.conversation_id] = link
        if known is None:
            self._chains.setdefault(link.visitor_id, []).append(link.conversation_id)
            self._forget_oldest()

    def closed(self, conversation_id: UUID) -> None:
        """A conversation was closed."""
        link = self._links.get(conversation_id)
        if link is not None:
            self._links[conversation_id] = Link(
                link.conversation_id, link.visitor_id, link.previous, closed=True
            )

    def is_closed(self, conversation_id: UUID) -> bool:
        """Whether the conversation is known to be closed."""
        link = self._links.get(conversation_id)
        return link is not None and link.closed

    def _forget_oldest(self) -> None:
        if len(self._links) <= _REMEMBERED:
            return
        identifier, link = self._links.popitem(last=False)
        chained = self._chains.get(link.visitor_id)
        if chained and identifier in chained:
            chained.remove(identifier)
        if not chained:
            self._chains.pop(link.visitor_id, None)

    async def must_exist(self, conversation_id: UUID) -> None:
        """Return if there is such a conversation.

        Raises:
            ProblemError: `unknown_conversation`, or `catching_up` while nobody can tell.
        """
        if conversation_id in self._links or await self._read(conversation_id):
            return
        place = self._positions.of(CONVERSATION_STATE_TOPIC, str(conversation_id))
        caught_up = await self._progress.reached(place)
        if conversation_id in self._links or await self._read(conversation_id):
            return
        raise ProblemError(Code.UNKNOWN_CONVERSATION if caught_up else Code.CATCHING_UP)

    async def _read(self, conversation_id: UUID) -> bool:
        link = await self._readings.link(conversation_id)
        if link is not None:
            self.learn(link)
        return link is not None

    async def target(self, visitor: Visitor, conversation_id: UUID) -> Target:
        """The visitor's conversation of this id, whether it exists yet or not.

        Raises:
            ProblemError: `unknown_conversation` if it is foreign, `catching_up` while nobody can
                tell.
        """
        known = self._links.get(conversation_id)
        if known is not None and known.visitor_id == visitor.visitor_id:
            return Target(conversation_id, known.previous)
        if known is not None:
            raise ProblemError(Code.UNKNOWN_CONVERSATION)
        return await self._looked_up(visitor, conversation_id)

    async def _looked_up(self, visitor: Visitor, conversation_id: UUID) -> Target:
        found = chain.target(visitor.visitor_id, conversation_id, await self.links(visitor))
        if found is not None:
            return found
        place = self._positions.of(CONVERSATION_STATE_TOPIC, str(conversation_id))
        caught_up = await self._progress.reached(place)
        found = chain.target(visitor.visitor_id, conversation_id, await self.links(visitor))
        if found is None:
            raise ProblemError(Code.UNKNOWN_CONVERSATION if caught_up else Code.CATCHING_UP)
        return found

    async def head(self, visitor: Visitor) -> Target:
        """The newest conversation of a visitor; forwarding repairs what is not known yet (X2)."""
        return chain.head(visitor.visitor_id, await self.links(visitor))

    async def links(self, visitor: Visitor) -> list[Link]:
        """A visitor's conversations as the read model and the feed know them, in chain order."""
        for link in await self._readings.chain(visitor.visitor_id):
            self.learn(link)
        known = self._chains.get(visitor.visitor_id, [])
        return _in_order([self._links[i] for i in known if i in self._links])


def _in_order(links: list[Link]) -> list[Link]:
    """The links from the first to the newest, by who follows whom."""
    following = {link.previous: link for link in links if link.previous is not None}
    known = {link.conversation_id for link in links}
    ordered: list[Link] = []
    for start in (link for link in links if link.previous not in known):
        current: Link | None = start
        while current is not None:
            ordered.append(current)
            current = following.get(current.conversation_id)
    return ordered
