"""Whose conversation it is: ids never authorise (rules I1, I5, design §5)."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from uuid import UUID

from switchboard.contracts.topics import CONVERSATION_PUBLIC_TOPIC, CONVERSATION_STATE_TOPIC
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.model import chain
from switchboard.gateway.model.chain import Link, Target
from switchboard.gateway.model.principals import Visitor
from switchboard.gateway.model.problems import Code, ProblemError
from switchboard.gateway.store.progress import Place, Progress
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
        self._doubted: set[UUID] = set()
        self._begun: Mapping[Place, int] = {}

    def learn(self, link: Link) -> None:
        """A conversation and its owners were heard of; what was known already stays so."""
        known = self._links.get(link.conversation_id)
        joined = link if known is None else known.joined(link)
        self._links[link.conversation_id] = joined
        for owner in joined.owners if known is None else set(joined.owners) - set(known.owners):
            self._chains.setdefault(owner, []).append(link.conversation_id)
        self._forget_oldest()

    def closed(self, conversation_id: UUID) -> None:
        """A conversation was closed."""
        link = self._links.get(conversation_id)
        if link is not None:
            self._links[conversation_id] = replace(link, closed=True)

    def attached(self, conversation_id: UUID, person_id: UUID) -> None:
        """A conversation is a person's now; of one that is not known here the read model tells."""
        link = self._links.get(conversation_id)
        if link is not None:
            self.learn(replace(link, person_id=person_id))

    def is_attached(self, visitor: Visitor, conversation_id: UUID) -> bool:
        """Whether the conversation is known to be that of the person whom the visitor is."""
        link = self._links.get(conversation_id)
        return link is not None and link.person_id == visitor.person_id

    def forget(self) -> None:
        """The feed begins, again: of what was closed before only the read model tells."""
        self._links.clear()
        self._chains.clear()
        self._doubted.clear()
        self._begun = self._positions.of_all(CONVERSATION_PUBLIC_TOPIC)

    def is_open(self, conversation_id: UUID) -> bool:
        """Whether no close can have been missed, neither in the feed nor in the read model."""
        link = self._links.get(conversation_id)
        return link is not None and not link.closed and conversation_id not in self._doubted

    def _forget_oldest(self) -> None:
        if len(self._links) <= _REMEMBERED:
            return
        identifier, link = self._links.popitem(last=False)
        self._doubted.discard(identifier)
        for owner in link.owners:
            chained = self._chains.get(owner)
            if chained and identifier in chained:
                chained.remove(identifier)
            if not chained:
                self._chains.pop(owner, None)

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
        return bool(await self._learned(lambda: self._readings.link(conversation_id)))

    async def _learned(self, read: Callable[[], Awaitable[list[Link]]]) -> list[Link]:
        """What the read model says; asked again if it was asked before the feed began.

        A conversation that it has open, and may not have read the close of, stays in doubt until it
        has come to where the feed began.
        """
        while True:
            begun = self._begun
            short = await self._progress.short_of(begun)
            found = await read()
            if begun is self._begun:
                break
        for link in found:
            self._doubt(link.conversation_id, short)
            self.learn(link)
        return found

    def _doubt(self, conversation_id: UUID, short: set[Place]) -> None:
        place = self._positions.of(CONVERSATION_PUBLIC_TOPIC, str(conversation_id))
        if short.isdisjoint(place):
            self._doubted.discard(conversation_id)
        elif conversation_id not in self._links:  # else the feed began with its opening, or before
            self._doubted.add(conversation_id)

    async def target(self, visitor: Visitor, conversation_id: UUID) -> Target:
        """The visitor's conversation of this id, whether it exists yet or not.

        Raises:
            ProblemError: `unknown_conversation` if it is foreign, `catching_up` while nobody can
                tell.
        """
        known = self._links.get(conversation_id)
        is_sure = conversation_id not in self._doubted
        if known is not None and is_sure and chain.is_own(visitor, known):
            found = chain.target(visitor, conversation_id, [known])
        else:
            found = chain.target(visitor, conversation_id, await self.links(visitor))
        return found or await self._looked_up(visitor, conversation_id)

    async def _looked_up(self, visitor: Visitor, conversation_id: UUID) -> Target:
        """Look again once the read model holds what was heard of before the question."""
        caught_up = await self._caught_up(conversation_id)
        found = chain.target(visitor, conversation_id, await self.links(visitor))
        if found is None:
            raise ProblemError(Code.UNKNOWN_CONVERSATION if caught_up else Code.CATCHING_UP)
        return found

    async def _caught_up(self, conversation_id: UUID) -> bool:
        place = self._positions.of(CONVERSATION_STATE_TOPIC, str(conversation_id))
        return await self._progress.reached(place)

    async def must_be_shown(self, visitor: Visitor, conversation_id: UUID) -> None:
        """Return if the visitor may read the conversation, or may follow it before it exists.

        Raises:
            ProblemError: as `target`; also for what an identified visitor's browser held before.
        """
        await self.target(visitor, conversation_id)
        if self._is_hidden(visitor, conversation_id):
            caught_up = await self._caught_up(conversation_id)
            await self.links(visitor)
            if self._is_hidden(visitor, conversation_id):
                raise ProblemError(Code.UNKNOWN_CONVERSATION if caught_up else Code.CATCHING_UP)

    def _is_hidden(self, visitor: Visitor, conversation_id: UUID) -> bool:
        link = self._links.get(conversation_id)
        return link is not None and not chain.is_shown(visitor, link)

    async def head(self, visitor: Visitor) -> Target:
        """Where a new message goes; forwarding repairs what is not known yet (X2)."""
        return chain.head(visitor, await self.links(visitor))

    def known_head(self, person_id: UUID) -> UUID | None:
        """The newest of a person's own chain that this process knows of: a hint for forwards."""
        known = [self._links[i] for i in self._chains.get(person_id, ()) if i in self._links]
        newest = chain.newest_of_person(person_id, known)
        return newest.conversation_id if newest else None

    async def shown(self, visitor: Visitor) -> list[Link]:
        """The conversations that a visitor may read, in chain order."""
        return [link for link in await self.links(visitor) if chain.is_shown(visitor, link)]

    async def links(self, visitor: Visitor) -> list[Link]:
        """A visitor's and their person's conversations, as the read model and the feed know them.

        In chain order.
        """
        owners = (visitor.visitor_id, visitor.person_id)
        await self._learned(lambda: self._readings.chain(*owners))
        known = dict.fromkeys(i for owner in owners if owner for i in self._chains.get(owner, ()))
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
