"""One conversation from the first word to its analysis, in real browsers (C1-C9, H1-H6, X2)."""

import asyncio
import json
import time
from uuid import uuid4

from playwright.async_api import Locator, expect
from tests.builders.overhearing import Overheard
from tests.builders.whole_system import WholeSystem
from tests.e2e.conftest import Contexts
from tests.e2e.people import Agent, Hold, Visitor

QUESTION = "Who can see internal notes?"


async def _ai_stays_silent(visitor: Visitor, seconds: float) -> None:
    """However long it is waited, no further message of the AI comes."""
    before = await visitor.messages("ai").count()
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert await visitor.messages("ai").count() == before
        await asyncio.sleep(0.2)


def _numbers(visitor: Visitor) -> list[int]:
    """Every public_seq that the visitor's socket was sent live, in order."""
    frames = [json.loads(frame) for frame in visitor.received]
    events = [event for frame in frames for event in frame.get("events", [])]
    return [event["public_seq"] for event in events]


async def test_one_conversation_from_the_first_word_to_its_analysis(
    system: WholeSystem, a_context: Contexts, overheard: Overheard
) -> None:
    hold = Hold("accept", agents=2)
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna", hold)
    ben = await Agent.signed_in(await a_context.new(), system.gateway, "Ben", hold)
    visitor = await Visitor.on(await a_context.new(), system.demo)

    # The AI answers, with its source.
    await visitor.ask(QUESTION)
    answer = visitor.messages("ai").first
    await expect(answer).to_contain_text("note")
    source = answer.get_by_role("list", name="Sources").get_by_role("link")
    assert "/guide/" in (await source.get_attribute("href") or "")

    # The visitor asks for a human; both panels show and tell it, without a reload.
    await visitor.chat.get_by_role("button", name="Talk to a human").click()
    for agent in (anna, ben):
        bell = agent.page.get_by_role("button", name="Notifications, 1 new")
        await expect(bell).to_be_visible()
        toast = agent.page.get_by_role("status").get_by_role("link", name="Open conversation")
        await toast.click()
        await expect(agent.messages("user").filter(has_text=QUESTION)).to_be_visible()

    # Both accept at the same time: one wins, the other is told who, and nobody is notified.
    await asyncio.gather(anna.press("Accept"), ben.press("Accept"))
    told = {
        agent: agent.page.get_by_role("alert").filter(has_text="already accepted")
        for agent in (anna, ben)
    }
    loser = await _the_one_told(told)
    (winner,) = {anna, ben} - {loser}
    assert await told[winner].count() == 0
    await expect(told[loser]).to_contain_text(winner.name)
    for agent in (anna, ben):
        bell = agent.page.get_by_role("button", name="Notifications", exact=True)
        await expect(bell).to_be_visible()

    # The agent writes, the visitor sees it; a note stays with the team.
    await winner.write("Good day, how can I help?")
    seen = visitor.messages("agent").filter(has_text="Good day, how can I help?")
    await expect(seen).to_be_visible()
    needle = f"needle {uuid4().hex}"
    await winner.write(needle, note=True)
    await expect(loser.messages("internal_note").filter(has_text=needle)).to_be_visible()

    # The AI stays silent, whatever it could answer.
    await visitor.write("How do I take over a conversation?")
    await _ai_stays_silent(visitor, seconds=4)

    # Closed for good; the analysis arrives by itself.
    await winner.close_for_good()
    await expect(visitor.chat.locator("[data-line=closed]")).to_be_visible()
    await winner.page.get_by_role("tab", name="Analysis").click()
    analysis = winner.page.get_by_role("region", name="Analysis")
    await expect(analysis).to_contain_text(QUESTION)

    # The visitor's next message opens a new conversation.
    again = "How do I create a ticket?"
    await visitor.write(again)
    await expect(visitor.chat.get_by_text("New conversation", exact=True)).to_be_visible()
    name = await winner.shown_visitor.inner_text()
    await expect(winner.inbox.filter(has_text=name)).to_contain_text("Active (AI)")
    await expect(visitor.messages("ai")).to_have_count(2)

    # What the visitor's socket received has no hole, and nothing of the note.
    assert any("public_seq" in text for text in overheard.told)
    assert needle.split()[1] not in "".join(visitor.received)
    assert "internal_note" not in "".join(visitor.received)
    numbers = _numbers(visitor)
    second = len(numbers) - numbers[::-1].index(1) - 1
    assert numbers[:second] == list(range(1, second + 1))
    assert numbers[second:] == list(range(1, len(numbers) - second + 1))


async def _the_one_told(told: dict[Agent, Locator]) -> Agent:
    """Wait until somebody was told that it is too late."""
    async with asyncio.timeout(30):
        while True:
            for agent, alert in told.items():
                if await alert.count():
                    return agent
            await asyncio.sleep(0.1)


async def test_a_reply_under_way_never_talks_over_the_agent(
    system: WholeSystem, a_context: Contexts
) -> None:
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    await anna.hold_runs(3.0)
    try:
        visitor = await Visitor.on(await a_context.new(), system.demo)
        question = f"What happens when nobody is online? ({uuid4().hex[:6]})"
        await visitor.write(question)
        await anna.open(question)
        await anna.press("Take over")
        await anna.write("I am here already.")
        await expect(visitor.messages("agent")).to_have_count(1)
        await _ai_stays_silent(visitor, seconds=5)
        assert await visitor.messages("ai").count() == 0
    finally:
        await anna.hold_runs(0.0)


async def test_a_message_survives_a_killed_gateway(
    system: WholeSystem, a_context: Contexts
) -> None:
    visitor = await Visitor.on(await a_context.new(), system.demo)
    await visitor.write("Hello")
    await expect(visitor.messages("ai")).to_have_count(1)
    system.kill("gateway-serve")
    box = visitor.chat.get_by_role("textbox", name="Your message")
    await box.fill("Who can see internal notes?")
    send = visitor.chat.get_by_role("button", name="Send")
    await expect(send).to_be_enabled()
    await send.click()
    await expect(visitor.messages("ai")).to_have_count(2)
    await expect(visitor.messages("user")).to_have_count(2)
