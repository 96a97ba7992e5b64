"""The history: filters that combine, words found anywhere by the team and by nobody else."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.integration.gateway.gateways import Client, Gateway

from switchboard.contracts.events import conversation as events
from switchboard.contracts.events.analysis import AnalysisCompleted
from switchboard.contracts.events.snapshot import ConversationState
from switchboard.contracts.events.ticketing import TicketCreated
from switchboard.contracts.topics import (
    ANALYSIS_EVENTS_TOPIC,
    CONVERSATION_EVENTS_TOPIC,
    CONVERSATION_STATE_TOPIC,
    TICKETING_EVENTS_TOPIC,
)
from switchboard.contracts.words import Priority, Sentiment, Status, TicketStatus

DATA = Path(__file__).parents[2] / "data/conversations/tau_retail_public_34.jsonl"
RECORDED = [
    turn["text"]
    for line in DATA.read_text("utf-8").splitlines()
    for turn in json.loads(line)["turns"]
    if turn["text"].strip()
]
NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class Told:
    """A conversation of the history, told as its service would."""

    gateway: Gateway
    id: UUID
    seq: int = 0

    async def says(self, text: str, kind: str = "user") -> int:
        """A message or a note; its seq."""
        self.seq += 1
        fact: dict[str, Any] = {
            "conversation_id": self.id,
            "seq": self.seq,
            "at": NOON,
            "message_id": uuid4(),
            "text": text,
        }
        agent = {"agent_id": uuid4(), "agent_name": "Anna"}
        message = (
            events.UserMessageSent(**fact, visitor_id=uuid4())
            if kind == "user"
            else events.InternalNoteAdded(**fact, **agent)
        )
        await self.gateway.voice.says(CONVERSATION_EVENTS_TOPIC, message)
        return self.seq

    async def stands(self, minutes: int, **fields: Any) -> "Told":
        """Its snapshot, opened so many minutes after noon."""
        given = {"status": Status.ACTIVE_AI, "priority": Priority.MEDIUM, "visitor_id": uuid4()}
        state = ConversationState(
            conversation_id=self.id,
            seq=self.seq,
            public_seq=0,
            epoch=1,
            site="demo",
            opened_at=NOON + timedelta(minutes=minutes),
            changed_at=NOON,
            **(given | fields),
        )
        await self.gateway.voice.says(CONVERSATION_STATE_TOPIC, state)
        return self


def a_conversation(gateway: Gateway) -> Told:
    return Told(gateway, uuid4())


async def _wait(client: Client, told: Told) -> None:
    """Until the read model has it all: reading one waits for it."""
    await client.get(f"/v1/conversations/{told.id}/events")
    await client.get(f"/v1/conversations/{told.id}")


async def _ids(client: Client, **params: Any) -> list[str]:
    answer = await client.get("/v1/conversations", **params)
    assert answer.status_code == 200, answer.text
    return [state["conversation_id"] for state in answer.json()["conversations"]]


async def _search(client: Client, **params: Any) -> list[dict[str, Any]]:
    answer = await client.get("/v1/search", **params)
    assert answer.status_code == 200, answer.text
    results: list[dict[str, Any]] = answer.json()["results"]
    return results


async def test_every_filter_narrows_the_history_and_all_can_be_combined(gateway: Gateway) -> None:
    anna = await gateway.an_agent("Anna")
    mark, agent = uuid4().hex[:10], uuid4()
    first, second, third = (a_conversation(gateway) for _ in range(3))
    for told in (first, second, third):
        await told.says(f"About {mark}.")
    await first.stands(1, agent_id=agent, status=Status.ACTIVE_HUMAN)
    await second.stands(2, priority=Priority.URGENT)
    await third.stands(3, agent_id=agent, status=Status.CLOSED)
    done = AnalysisCompleted(
        conversation_id=third.id,
        analysis_id=uuid4(),
        analysis_version=1,
        at=NOON,
        summary="",
        sentiment=Sentiment.NEGATIVE,
        fields=(),
        definitions_version=1,
        model="m",
        model_version="1",
    )
    await gateway.voice.says(ANALYSIS_EVENTS_TOPIC, done)
    for told in (first, second, third):
        await _wait(anna, told)
    await anna.get(f"/v1/conversations/{third.id}/analyses")
    one, two, three = str(first.id), str(second.id), str(third.id)
    for params, wanted in (
        ({}, [three, two, one]),
        ({"status": "open"}, [two, one]),
        ({"status": "closed"}, [three]),
        ({"agent": str(agent)}, [three, one]),
        ({"agent": "none"}, [two]),
        ({"priority": "urgent"}, [two]),
        ({"channel": "chat"}, [three, two, one]),
        ({"channel": "email"}, []),
        ({"sentiment": "negative"}, [three]),
        ({"sentiment": "positive"}, []),
        ({"opened_from": (NOON + timedelta(minutes=2)).isoformat()}, [three, two]),
        ({"opened_until": (NOON + timedelta(minutes=2)).isoformat()}, [one]),
        ({"agent": str(agent), "status": "closed", "sentiment": "negative"}, [three]),
        ({"agent": str(agent), "priority": "urgent"}, []),
    ):
        assert await _ids(anna, text=mark, **params) == wanted, params


async def test_pages_stay_what_they_are_while_new_conversations_open(gateway: Gateway) -> None:
    anna = await gateway.an_agent("Anna")
    mark = uuid4().hex[:10]
    made = []
    for minute in range(5):
        told = a_conversation(gateway)
        await told.says(mark)
        made.append(str((await told.stands(minute)).id))
    await _wait(anna, told)
    seen: list[str] = []
    params: dict[str, Any] = {"text": mark, "limit": 2}
    for minute in range(10, 20):
        page = (await anna.get("/v1/conversations", **params)).json()
        seen += [state["conversation_id"] for state in page["conversations"]]
        newer = a_conversation(gateway)
        await newer.says(mark)
        await _wait(anna, await newer.stands(minute))
        if page["next"] is None:
            break
        params["cursor"] = page["next"]
    assert seen == list(reversed(made))


async def test_words_are_found_in_any_part_with_a_snippet_and_the_seq_to_jump_to(
    gateway: Gateway,
) -> None:
    anna = await gateway.an_agent("Anna")
    mark = uuid4().hex[:10]
    told = a_conversation(gateway)
    for text in RECORDED[:40]:
        await told.says(text)
    seq = await told.says(f"{RECORDED[40][:300]} Die Größe X{mark}Y ist 100% falsch.")
    await told.says(RECORDED[41])
    await _wait(anna, await told.stands(1))
    for text in (mark, f"x{mark}".upper(), f"grosse {mark}", f"100% {mark[2:9]}"):
        (found,) = await _search(anna, text=text)
        assert found["conversation"]["conversation_id"] == str(told.id)
        (hit,) = found["messages"]
        assert hit["seq"] == seq
        start, end = hit["snippet"]["found"][-1]
        assert hit["snippet"]["text"][start:end].lower() in text.lower() + mark
    assert await _search(anna, text=f"{mark} nowhere-{mark}") == []
    assert await _search(anna, text=f"10_%{mark}") == []


@pytest.mark.parametrize(
    ("text", "said", "marked"),
    [
        ("refunds", "I was refunded twice", ["refunded"]),
        ("deliveries party", "The delivery of the parties", ["delivery", "parties"]),
        ("ok", "OK, that is okay", ["OK"]),
        ("no 5", "No, size 5", ["No", "5"]),
        ("is", "This is it", ["is"]),
    ],
)
async def test_whole_words_are_found_in_any_form_and_however_short(
    gateway: Gateway, text: str, said: str, marked: list[str]
) -> None:
    anna = await gateway.an_agent("Anna")
    mark = f"m{uuid4().hex[:10]}"
    told = a_conversation(gateway)
    await told.says(f"Nothing of {mark}.")
    seq = await told.says(f"{said}: {mark}.")
    await _wait(anna, await told.stands(1))
    (found,) = await _search(anna, text=f"{text} {mark}")
    (hit,) = found["messages"]
    assert hit["seq"] == seq
    places = [hit["snippet"]["text"][start:end] for start, end in hit["snippet"]["found"]]
    assert places == [*marked, mark]


@pytest.mark.parametrize(
    ("said", "text"), [("r\u00e9sum\u00e9", "re\u0301sume\u0301"), ("re\u0301sume\u0301", "resume")]
)
async def test_an_accent_counts_nothing_whether_it_is_a_sign_of_its_own_or_not(
    gateway: Gateway, said: str, text: str
) -> None:
    anna = await gateway.an_agent("Anna")
    mark = f"m{uuid4().hex[:10]}"
    told = a_conversation(gateway)
    await told.says(f"My {said}, {mark}.")
    await _wait(anna, await told.stands(1))
    (found,) = await _search(anna, text=f"{text} {mark}")
    shown = found["messages"][0]["snippet"]
    assert len(shown["found"]) == 2


async def test_short_words_alone_find_messages_and_signs_alone_none(gateway: Gateway) -> None:
    anna, mark = await gateway.an_agent("Anna"), uuid4().int % 10
    word = f"{chr(0x3B1 + mark)}\u03c9"  # two letters that nobody else has written
    told = a_conversation(gateway)
    await told.says(f"Of {word}, and ?!")
    await _wait(anna, await told.stands(1))
    (found,) = await _search(anna, text=word)
    assert found["conversation"]["conversation_id"] == str(told.id)
    assert await _search(anna, text=f"{word[:1]}") == []
    assert await _search(anna, text="?!") == []


async def test_names_addresses_and_ticket_numbers_are_found(gateway: Gateway) -> None:
    anna = await gateway.an_agent("Anna")
    mark = uuid4().hex[:10]
    told = a_conversation(gateway)
    await told.says("Hello.")
    await told.stands(1, user_name=f"José {mark}", user_email=f"{mark}@Shop.example")
    number = int(uuid4().hex[:12], 16)
    ticket = TicketCreated(
        conversation_id=told.id,
        ticket_id=uuid4(),
        revision=1,
        at=NOON,
        number=number,
        subject=f"Subject s{mark}",
        description="",
        priority=Priority.LOW,
        status=TicketStatus.OPEN,
    )
    await gateway.voice.says(TICKETING_EVENTS_TOPIC, ticket)
    await _wait(anna, told)
    await anna.get(f"/v1/tickets/{ticket.ticket_id}")
    for text in (f"jose {mark}", f"{mark}@shop", str(number), f"#{number}", f"ticket {number}"):
        (found,) = await _search(anna, text=text)
        assert found["conversation"]["conversation_id"] == str(told.id), text
        assert found["messages"] == []
    (found,) = await _search(anna, text=f"subject s{mark}")
    assert [one["number"] for one in found["tickets"]] == [number]


async def test_n1_notes_are_found_by_the_team_and_a_visitor_has_no_search(
    gateway: Gateway,
) -> None:
    anna, visitor = await gateway.an_agent("Anna"), await gateway.a_visitor()
    mark = uuid4().hex[:10]
    told = Told(gateway, visitor.conversation)
    await told.says(f"A note about {mark}", "note")
    await _wait(anna, await told.stands(1, visitor_id=visitor.id))
    (found,) = await _search(anna, text=mark)
    assert [hit["type"] for hit in found["messages"]] == ["conversation.internal_note_added"]
    refused = await visitor.get("/v1/search", text=mark)
    assert refused.status_code == 401
    listed = await visitor.get("/v1/conversations", text=mark)
    assert mark not in listed.text
    assert "note" not in listed.text


async def test_team_no_search_finds_a_members_address(gateway: Gateway) -> None:
    anna = await gateway.an_agent("Anna")
    assert await _search(anna, text=anna.email) == []


@pytest.mark.parametrize(
    "params",
    [
        {"status": "gone"},
        {"agent": "nobody"},
        {"sentiment": "angry"},
        {"channel": "fax"},
        {"opened_from": "2026-11-25T12:00:00"},
        {"text": "nul \x00"},
        {"cursor": "no cursor"},
        {"limit": 1_000},
    ],
)
async def test_a_filter_that_means_nothing_is_refused(gateway: Gateway, params: Any) -> None:
    anna = await gateway.an_agent("Anna")
    for path in ("/v1/conversations", "/v1/search"):
        refused = await anna.get(path, **params)
        assert (refused.status_code, refused.json()["code"]) == (422, "invalid_request")
