"""One row of a database dropped, doubled or swapped with another: the audit fails and names it."""

from collections.abc import Iterator

import pytest
from tests.builders.overhearing import Overheard
from tests.integration.replay.scene import Scene, assert_named
from tests.integration.replay.tampering import (
    Shelf,
    a_new_id,
    double,
    drop,
    newest,
    swap,
    tampered,
)

from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_PUBLIC_TOPIC,
)
from switchboard.local.replay.auditing import Fault
from switchboard.local.replay.facts import View

MESSAGES = Shelf(
    "conversation",
    "message",
    "seq",
    unique={"public_seq": lambda last: last, "message_id": a_new_id},
)
EVENTS = Shelf("conversation", "outbox", "pos", key="key", topic=CONVERSATION_EVENTS_TOPIC.name)
PUBLIC = Shelf("conversation", "outbox", "pos", key="key", topic=CONVERSATION_PUBLIC_TOPIC.name)
TIMELINE = Shelf("gateway", "timeline", "seq")
PUBLIC_TIMELINE = Shelf("gateway", "public_timeline", "public_seq")
ANALYSED = Shelf("analysis", "outbox", "pos", key="key", topic=ANALYSIS_EVENTS_TOPIC.name)
SHOWN_ANALYSIS = Shelf("gateway", "analysis", "analysis_version")

ROWS = pytest.mark.parametrize(
    ("view", "shelf"),
    [
        pytest.param(view, shelf, id=view.value)
        for view, shelf in (
            (View.DATABASE_MESSAGES, MESSAGES),
            (View.DATABASE_EVENTS, EVENTS),
            (View.DATABASE_PUBLIC, PUBLIC),
            (View.API_EVENTS, TIMELINE),
            (View.API_PUBLIC, PUBLIC_TIMELINE),
        )
    ],
)
ANALYSES = pytest.mark.parametrize(
    ("where", "shelf"), [("database", ANALYSED), ("API", SHOWN_ANALYSIS)], ids=["database", "API"]
)


@pytest.fixture(autouse=True)
def holes(overheard: Overheard) -> Iterator[None]:
    """The audit reads as a visitor does what is missing here."""
    with overheard.holes_on_purpose():
        yield


@ROWS
async def test_a_dropped_row_is_missed(scene: Scene, view: View, shelf: Shelf) -> None:
    number, _ = scene.places(view, shelf)
    async with tampered(scene.stage.workspace.database(shelf.service), shelf) as connection:
        await drop(connection, shelf, scene.victim.conversation_id, number)
        findings = await scene.audit()
    assert_named(findings, scene.victim, Fault.MISSING, view.value)


@ROWS
async def test_a_doubled_row_is_found(scene: Scene, view: View, shelf: Shelf) -> None:
    number, _ = scene.places(view, shelf)
    async with tampered(scene.stage.workspace.database(shelf.service), shelf) as connection:
        await double(connection, shelf, scene.victim.conversation_id, number)
        findings = await scene.audit()
    assert_named(findings, scene.victim, Fault.DOUBLED, view.value)


@ROWS
async def test_swapped_rows_are_found(scene: Scene, view: View, shelf: Shelf) -> None:
    numbers = scene.places(view, shelf)
    async with tampered(scene.stage.workspace.database(shelf.service), shelf) as connection:
        await swap(connection, shelf, scene.victim.conversation_id, numbers)
        findings = await scene.audit()
    assert_named(findings, scene.victim, Fault.OUT_OF_ORDER, view.value)


@ANALYSES
async def test_a_dropped_analysis_is_missed(scene: Scene, where: str, shelf: Shelf) -> None:
    async with tampered(scene.stage.workspace.database(shelf.service), shelf) as connection:
        number = await newest(connection, shelf, scene.victim.conversation_id)
        await drop(connection, shelf, scene.victim.conversation_id, number)
        findings = await scene.audit()
    assert_named(findings, scene.victim, Fault.NOT_ANALYSED, where)


@ANALYSES
async def test_a_doubled_analysis_is_found(scene: Scene, where: str, shelf: Shelf) -> None:
    async with tampered(scene.stage.workspace.database(shelf.service), shelf) as connection:
        number = await newest(connection, shelf, scene.victim.conversation_id)
        await double(connection, shelf, scene.victim.conversation_id, number)
        findings = await scene.audit()
    assert_named(findings, scene.victim, Fault.ANALYSED_TWICE, where)


async def test_a_conversation_that_is_not_closed_is_named(scene: Scene) -> None:
    shelf = Shelf("conversation", "conversation", "seq", key="id")
    async with tampered(scene.stage.workspace.database(shelf.service), shelf) as connection:
        await connection.execute(
            "UPDATE conversation SET status = 'active_human' WHERE id = $1",
            scene.victim.conversation_id,
        )
        findings = await scene.audit()
    assert [finding.fault for finding in findings] == [Fault.NOT_CLOSED]
    assert_named(findings, scene.victim, Fault.NOT_CLOSED, "database, conversations")


async def test_once_put_back_the_audit_is_clean_again(scene: Scene) -> None:
    assert await scene.audit() == []
