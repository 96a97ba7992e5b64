"""What is sent for a visitor once it is known who they are (rules I1, I2, N5)."""

from dataclasses import replace
from typing import Any, cast
from uuid import UUID, uuid4

from switchboard.contracts.commands.conversation import IdentifyUser, VouchedPerson
from switchboard.contracts.envelope import Chain
from switchboard.contracts.ids import first_conversation, next_conversation, person_id
from switchboard.contracts.socket import Act
from switchboard.gateway.handlers.asking import Asking
from switchboard.gateway.handlers.commanding import Ask
from switchboard.gateway.handlers.owners import Owners
from switchboard.gateway.model.chain import Link
from switchboard.gateway.model.principals import Visitor
from switchboard.gateway.model.wish import Wish

PERSON = VouchedPerson(person_id=person_id("demo", "user 7"), name="Jo Doe")
BROWSER = Visitor(uuid4(), "demo")
JO = replace(BROWSER, person=PERSON)
OWN = first_conversation(BROWSER.visitor_id)
ROOT = first_conversation(PERSON.person_id)


class _Nothing:
    """A read model that is empty and up to date."""

    async def chain(self, *_: Any) -> list[Link]:
        return []

    async def reached(self, *_: Any) -> bool:
        return True

    async def short_of(self, *_: Any) -> set[Any]:
        return set()

    def of(self, *_: Any) -> dict[Any, int]:
        return {}


class _NoFiles:
    """Attachments of messages that have none."""

    async def described(self, _: Visitor, wish: Wish) -> Wish:
        return wish

    async def claimed(self, ask: Ask, _: Wish) -> Ask:
        return ask


async def ask_for(owners: Owners, visitor: Visitor, wish: Wish) -> Ask:
    return await Asking(owners, cast("Any", _NoFiles())).ask_for(visitor, wish)


def _owners(*links: Link) -> Owners:
    nothing = cast("Any", _Nothing())
    owners = Owners(nothing, nothing, nothing)
    for link in links:
        owners.learn(link)
    return owners


def _says(conversation: UUID, act: Act = Act.SEND_MESSAGE) -> Wish:
    return Wish(act, conversation, "key", "Hello")


async def test_n5_a_message_repeated_after_the_identification_is_the_same_command() -> None:
    before = await ask_for(_owners(), BROWSER, _says(OWN))
    after = await ask_for(_owners(), JO, _says(OWN))
    assert (after.id, after.message) == (before.id, before.message)
    assert (before.chain, before.then) == (None, None)
    assert after.chain == Chain(PERSON.person_id)


async def test_i2_a_message_that_crosses_the_identification_has_its_conversation_attached() -> None:
    for links in ((), (Link(OWN, BROWSER.visitor_id),)):
        ask = await ask_for(_owners(*links), JO, _says(OWN))
        assert ask.then is not None
        assert ask.then.message == IdentifyUser(
            conversation_id=OWN, visitor_id=BROWSER.visitor_id, person=PERSON
        )


async def test_i1_what_is_known_to_be_the_persons_is_not_said_again() -> None:
    attached = Link(OWN, BROWSER.visitor_id, person_id=PERSON.person_id)
    assert (await ask_for(_owners(attached), JO, _says(OWN))).then is None
    assert (await ask_for(_owners(), JO, _says(OWN, Act.REQUEST_HUMAN))).then is None


async def test_i4_the_newest_of_the_persons_chain_is_named_for_forwards() -> None:
    second = next_conversation(ROOT)
    chain = [
        Link(ROOT, uuid4(), closed=True, person_id=PERSON.person_id),
        Link(second, uuid4(), ROOT, person_id=PERSON.person_id),
    ]
    ask = await ask_for(_owners(*chain), JO, _says(ROOT))
    assert ask.chain == Chain(PERSON.person_id, second)
