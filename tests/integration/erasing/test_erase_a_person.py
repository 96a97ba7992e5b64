"""E1, E2 on the whole system: what a person left is found everywhere before, and nowhere after."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from tests.builders.logs import logs
from tests.builders.people import Person, a_member_at, a_visitor_at
from tests.builders.whole_system import WholeSystem, a_whole_system
from tests.integration.erasing import traces

from switchboard.contracts.ids import first_conversation
from switchboard.contracts.topics import CONVERSATION_STATE_TOPIC
from switchboard.local.demo import AGENT_EMAIL, PASSWORD

NEEDLE = f"quetzalcoatlus{uuid4().hex[:6]}"
ADDRESS = f"{NEEDLE}@example.org"
HOLDERS = {"analysis", "assistant", "conversation", "gateway", "ticketing"}
OF_TICKETS = {
    "gateway": {"ticket.body", "ticket_event.body"},
    "ticketing": {"ticket.subject", "ticket.description", "ticket.user_email", "outbox.body"},
}
"""Where a ticket stands: each of its changes in the outbox and the read model."""
TICKETS = {"user", "offline_info", "agent"}
"""What there is one ticket each of."""
TOPICS = {
    "analysis.commands",
    "analysis.events",
    "conversation.commands",
    "conversation.events",
    "conversation.public",
    "conversation.state",
    "ticketing.commands",
    "ticketing.events",
}


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSystem]:
    folder = tmp_path_factory.mktemp("switchboard")
    # Nobody is at a panel, and that is believed at once: who asks for a human is given the form.
    with a_whole_system(folder, presence_grace_seconds="0") as running:
        yield running


@dataclass
class Scene:
    """An Admin and a user at the gateway."""

    anna: Person
    visitor: Person

    @property
    def visitor_id(self) -> UUID:
        return self.visitor.id

    @property
    def conversation(self) -> UUID:
        return first_conversation(self.visitor.id)

    @property
    def path(self) -> str:
        return f"/v1/conversations/{self.conversation}"

    async def read(self, path: str) -> httpx.Response:
        return await self.anna.client.get(path, headers=self.anna.headers)

    async def tickets(self) -> dict[str, str]:
        """The ids of the tickets, by what they came of."""
        tickets = (await self.read(f"{self.path}/tickets")).json()["tickets"]
        return {ticket["origin"]: ticket["ticket_id"] for ticket in tickets}

    async def told(self, kind: str) -> list[dict[str, Any]]:
        events = (await self.read(f"{self.path}/events")).json()["events"]
        return [event for event in events if event["type"] == kind]


@pytest.fixture
async def scene(system: WholeSystem) -> AsyncIterator[Scene]:
    async with httpx.AsyncClient(
        base_url=system.gateway, headers={"Origin": system.gateway}, timeout=30
    ) as client:
        (visitor,) = await a_visitor_at([client])
        yield Scene(await a_member_at(client, AGENT_EMAIL, PASSWORD), visitor)


async def _until(
    holds: Callable[[], Awaitable[bool]], seconds: float, why: Callable[[], Awaitable[object]]
) -> None:
    end = asyncio.get_running_loop().time() + seconds
    while not await holds():
        assert asyncio.get_running_loop().time() < end, await why()
        await asyncio.sleep(0.3)


async def _leaves_traces(scene: Scene) -> None:
    """A user says a word in every way that they have, and the team says it too.

    What a user is still typing never leaves their browser, so that drafts are the team's alone.
    """
    anna, visitor, path = scene.anna, scene.visitor, scene.path
    opened = await visitor.post("/v1/conversations", {"user_name": NEEDLE})
    assert opened.status_code == 201, opened.text
    file = await _uploaded(scene)
    draft = {"text": f"Dear {NEEDLE},", "version": 0}
    ticket = {"subject": f"About {NEEDLE}", "description": NEEDLE, "user_email": ADDRESS}
    for person, method, place, body in (
        (visitor, "POST", f"{path}/messages", {"text": f"I am {NEEDLE} and my parcel is lost."}),
        (visitor, "POST", f"{path}/messages", {"text": "Look.", "attachments": [file]}),
        (visitor, "POST", f"{path}/human", None),
        (visitor, "POST", f"{path}/email", {"email": f"mistyped.{ADDRESS}"}),
        (visitor, "POST", f"{path}/email", {"email": ADDRESS}),
        (visitor, "POST", f"{path}/ticket-requests", {"problem": f"{NEEDLE} wants it back."}),
        (anna, "POST", f"{path}/accept", None),
        (anna, "PUT", f"{path}/user-email", {"email": f"work.{ADDRESS}"}),
        (anna, "POST", f"{path}/notes", {"text": f"{NEEDLE} is upset."}),
        (anna, "POST", f"{path}/messages", {"text": f"Hello {NEEDLE}."}),
        (anna, "POST", f"{path}/tickets", ticket),
        (anna, "PATCH", None, {"subject": f"{NEEDLE} once more"}),
        (anna, "PUT", f"{path}/drafts/reply", draft),
        (anna, "PUT", f"{path}/drafts/note", draft),
        (anna, "POST", f"{path}/close", None),
    ):
        where = place or f"/v1/tickets/{(await scene.tickets())['agent']}"
        headers = person.headers | {"Idempotency-Key": str(uuid4())}
        answer = await person.client.request(method, where, json=body, headers=headers)
        assert answer.status_code in (200, 201), (where, answer.text)


async def _uploaded(scene: Scene) -> str:
    """A file that is named after the user and says so."""
    grant = {"name": f"{NEEDLE}.txt", "audience": "public"}
    granted = await scene.visitor.post(f"{scene.path}/attachments", grant)
    assert granted.status_code == 201, granted.text
    file = str(granted.json()["attachment_id"])
    content = f"/v1/attachments/{file}/content"
    headers = scene.visitor.headers
    stored = await scene.visitor.client.put(content, content=NEEDLE.encode(), headers=headers)
    assert stored.status_code == 200, stored.text
    return file


async def _has_its_tickets(scene: Scene) -> bool:
    """Those of the form and of the request come by themselves."""
    return set(await scene.tickets()) == TICKETS


async def _analysed(scene: Scene) -> bool:
    return "analysis.completed" in (await scene.read(f"{scene.path}/analyses")).text


READS = (
    "",
    "/events",
    "/tickets",
    "/analyses",
    "/drafts",
)
NO_TEXTS = ["/v1/notifications", "/v1/audit-log"]
LISTS = ("/v1/conversations", "/v1/tickets", f"/v1/search?text={NEEDLE}", *NO_TEXTS)


async def _answers(scene: Scene) -> dict[str, str]:
    tickets = [f"/v1/tickets/{ticket}" for ticket in (await scene.tickets()).values()]
    histories = [f"{ticket}/history" for ticket in tickets]
    paths = [*(scene.path + end for end in READS), *tickets, *histories, *LISTS]
    return {path: (await scene.read(path)).text for path in paths}


async def test_e1_what_a_person_left_is_found_everywhere_before_the_erasure_and_nowhere_after(
    system: WholeSystem, scene: Scene
) -> None:
    await _leaves_traces(scene)
    await _until(lambda: _has_its_tickets(scene), 30, scene.tickets)
    await _until(lambda: _analysed(scene), 30, lambda: scene.read(f"{scene.path}/analyses"))
    held = await traces.in_databases(system, NEEDLE)
    assert held.keys() >= HOLDERS
    assert {service: places - held[service].keys() for service, places in OF_TICKETS.items()} == {
        service: set() for service in OF_TICKETS
    }
    # Three were made; one address was corrected, and one subject.
    assert held["gateway"]["ticket_event.body"] == 5
    assert await traces.in_topics(system, NEEDLE) >= TOPICS
    files = system.state.folder / "files"
    assert list(traces.in_files(files, NEEDLE))
    before = await _answers(scene)
    empty = [path for path, text in before.items() if NEEDLE not in text]
    assert empty == NO_TEXTS

    erase = f"/v1/persons/{scene.visitor_id}/erase"
    answer = await scene.anna.post(erase)
    assert (answer.status_code, answer.json()) == (200, {"conversations": 1})

    async def is_gone() -> bool:
        left = await traces.steps_left(system)
        return not left and not await traces.in_databases(system, NEEDLE)

    await _until(is_gone, 30, lambda: traces.in_databases(system, NEEDLE))
    found = {path: text for path, text in (await _answers(scene)).items() if NEEDLE in text}
    assert not found
    assert "conversation.erase_person" in (await scene.read("/v1/audit-log")).text
    assert not [text for text in logs(system.state.folder) if NEEDLE in text]
    await _nothing_comes_back(system, scene)
    await _the_log_forgets(system)
    await _until(_no_file_holds(files), 90, lambda: asyncio.sleep(0, list(files.rglob("*"))))


def _no_file_holds(folder: Path) -> Callable[[], Awaitable[bool]]:
    async def holds_none() -> bool:
        return not list(traces.in_files(folder, NEEDLE))

    return holds_none


async def _nothing_comes_back(system: WholeSystem, scene: Scene) -> None:
    anna, path, tickets = scene.anna, scene.path, await scene.tickets()
    late = (
        ("PUT", f"{path}/drafts/note", {"text": NEEDLE, "version": 0}),
        ("POST", f"{path}/notes", {"text": NEEDLE}),
        ("POST", f"{path}/tickets", {"subject": NEEDLE}),
        *(("PATCH", f"/v1/tickets/{one}", {"subject": NEEDLE}) for one in tickets.values()),
        ("POST", f"{path}/analyses", None),
    )
    for method, where, body in late:
        headers = anna.headers | {"Idempotency-Key": str(uuid4())}
        answer = await anna.client.request(method, where, json=body, headers=headers)
        assert (answer.status_code, answer.json().get("code")) == (409, "erased"), where
    grant = {"name": f"{NEEDLE}.txt", "audience": "team"}
    assert (await anna.post(f"{path}/attachments", grant)).status_code == 404
    for place, body in (
        ("messages", {"text": NEEDLE}),
        ("email", {"email": ADDRESS}),
        ("ticket-requests", {"problem": NEEDLE}),
        ("attachments", {"name": f"{NEEDLE}.txt"}),
    ):
        refused = await scene.visitor.post(f"{path}/{place}", body)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token"), place
    assert (await anna.post(f"/v1/persons/{scene.visitor_id}/erase")).status_code == 200
    assert len(await scene.told("conversation.person_erased")) == 1
    assert not await traces.in_databases(system, NEEDLE)
    for service, refused_there in {"conversation": 1, "ticketing": 4, "analysis": 1}.items():
        digests = await traces.digests_of_late_words(system, service)
        assert digests == [b""] * refused_there, service


async def _the_log_forgets(system: WholeSystem) -> None:
    """By itself: nothing is done but to shorten the weeks to a second."""
    await traces.forget_soon(system)

    async def has_forgotten() -> bool:
        await traces.roll(system, CONVERSATION_STATE_TOPIC)
        return not await traces.in_topics(system, NEEDLE)

    await _until(has_forgotten, 90, lambda: traces.in_topics(system, NEEDLE))
