"""What helps agents write: mentions and canned responses, in real browsers (rules N2, N3)."""

from uuid import uuid4

from playwright.async_api import expect
from tests.builders.whole_system import WholeSystem
from tests.e2e.conftest import Contexts
from tests.e2e.people import Agent, Visitor


async def test_a_mentioned_colleague_is_told_and_the_user_reads_a_name(
    system: WholeSystem, a_context: Contexts
) -> None:
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    ben = await Agent.signed_in(await a_context.new(), system.gateway, "Ben")
    visitor = await Visitor.on(await a_context.new(), system.demo)
    words = f"My parcel is lost ({uuid4().hex[:6]})"
    await visitor.write(words)
    await anna.open(words)

    await anna.page.get_by_text("Note", exact=True).click()
    note = anna.page.get_by_role("textbox", name="Internal note")
    await note.press_sequentially("Can you look, @cos")
    await expect(anna.page.get_by_role("option", name="Ben Costa")).to_be_visible()
    await note.press("Enter")
    await note.press_sequentially("please?")
    await expect(note).to_have_value("Can you look, @Ben Costa please?")
    await note.press("Enter")
    written = anna.messages("internal_note")
    await expect(written).to_contain_text("Can you look, @Ben Costa please?")
    toast = ben.page.get_by_role("status").get_by_role("article").filter(has_text="mentioned")
    await toast.get_by_role("link", name="Open conversation").click()
    await expect(ben.messages("internal_note")).to_contain_text("@Ben Costa please?")

    await anna.page.get_by_text("Reply", exact=True).click()
    reply = anna.page.get_by_role("textbox", name="Reply to")
    await reply.press_sequentially("My colleague @ben")
    await anna.page.get_by_role("option", name="Ben Costa").click()
    await reply.press_sequentially("looks for it.")
    await reply.press("Enter")
    told = visitor.messages("agent")
    await expect(told).to_contain_text("My colleague @Ben looks for it.")
    assert not [frame for frame in visitor.received if "Costa" in frame or "Can you look" in frame]


async def test_a_canned_response_is_inserted_to_be_edited_and_never_sent_by_choosing(
    system: WholeSystem, a_context: Contexts
) -> None:
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    visitor = await Visitor.on(await a_context.new(), system.demo)
    words = f"Good morning ({uuid4().hex[:6]})"
    await visitor.write(words)
    await anna.open(words)
    reply = anna.page.get_by_role("textbox", name="Reply to")
    await reply.press_sequentially("Good morning! /hel")
    await expect(anna.page.get_by_role("option", name="/hello")).to_be_visible()
    await reply.press("Enter")
    filled = "Hello there, this is Anna. How can I help you?"
    await expect(reply).to_have_value(f"Good morning! {filled}")
    assert await anna.messages("agent").count() == 0
    await reply.press_sequentially(" Tell me.")
    await reply.press("Enter")
    await expect(visitor.messages("agent")).to_contain_text(f"Good morning! {filled} Tell me.")

    await reply.press_sequentially("Yes. ")
    await anna.page.get_by_role("tab", name="Shortcuts").click()
    await anna.page.get_by_role("searchbox", name="Search canned").fill("order")
    await anna.page.get_by_role("button", name="/number").click()
    await expect(reply).to_have_value("Yes. Could you tell me your order number, please?")

    await reply.fill("see and/or https://example.org ")
    await expect(anna.page.get_by_role("listbox", name="Suggestions")).to_have_count(0)


async def test_n7_a_draft_waits_where_it_was_written_also_in_another_browser(
    system: WholeSystem, a_context: Contexts
) -> None:
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    visitor = await Visitor.on(await a_context.new(), system.demo)
    words, others = (f"Where is my order ({uuid4().hex[:6]})" for _ in range(2))
    await visitor.write(words)
    await (await Visitor.on(await a_context.new(), system.demo)).write(others)
    await anna.open(words)
    reply = anna.page.get_by_role("textbox", name="Reply to")
    note = anna.page.get_by_role("textbox", name="Internal note")
    async with anna.page.expect_response(lambda answer: answer.request.method == "PUT"):
        await reply.fill("I am looking")
    await anna.page.get_by_text("Note", exact=True).click()
    await expect(note).to_have_value("")
    async with anna.page.expect_response(lambda answer: answer.request.method == "PUT"):
        await note.fill("He called twice")

    await anna.open(others)
    await expect(note.or_(reply)).to_have_value("")
    again = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    await again.open(words)
    await expect(again.page.get_by_role("textbox", name="Reply to")).to_have_value("I am looking")
    await again.page.get_by_text("Note", exact=True).click()
    kept = again.page.get_by_role("textbox", name="Internal note")
    await expect(kept).to_have_value("He called twice")
    assert await again.messages("internal_note").count() == 0
