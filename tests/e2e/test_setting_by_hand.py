"""What agents set by hand, and what a user does when nobody is there, in real browsers."""

from uuid import uuid4

from playwright.async_api import expect
from tests.builders.whole_system import WholeSystem
from tests.e2e.conftest import Contexts
from tests.e2e.people import Agent, Visitor


async def test_an_agent_gives_a_conversation_to_another_who_is_told(
    system: WholeSystem, a_context: Contexts
) -> None:
    """Priority, assigning, collaborators and the queue: rules H6, H7, D1, D5."""
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    ben = await Agent.signed_in(await a_context.new(), system.gateway, "Ben")
    visitor = await Visitor.on(await a_context.new(), system.demo)
    words = f"My parcel is lost ({uuid4().hex[:6]})"
    await visitor.write(words)
    await anna.open(words)

    await anna.page.get_by_label("Priority").select_option("Urgent")
    await expect(anna.activities.filter(has_text="set the priority to Urgent")).to_be_visible()

    await anna.page.get_by_label("Assigned agent").select_option(label="Ben (online)")
    await expect(visitor.chat.get_by_text("Ben joined the conversation.")).to_be_visible()
    await expect(anna.activities.filter(has_text="Anna assigned it to Ben")).to_be_visible()
    toast = ben.page.get_by_role("status").get_by_role("article").filter(has_text="is yours")
    await toast.get_by_role("link", name="Open conversation").click()
    await ben.write("I look after your parcel.")
    await expect(visitor.messages("agent")).to_have_count(1)

    await ben.page.get_by_label("Add a collaborator").select_option("Anna")
    followers = ben.page.get_by_role("list", name="Collaborators")
    await expect(followers.get_by_text("Anna")).to_be_visible()
    await anna.write("And I help.")
    await expect(visitor.messages("agent")).to_have_count(2)
    await ben.page.get_by_role("button", name="Remove Anna").click()
    await expect(followers.get_by_text("Anna")).to_have_count(0)

    await ben.page.get_by_label("Assigned agent").select_option("Nobody")
    await expect(ben.activities.filter(has_text="put back into the queue")).to_be_visible()
    await anna.press("Accept")
    await expect(visitor.chat.get_by_text("Anna joined the conversation.")).to_be_visible()


async def test_with_nobody_there_the_user_leaves_an_address_or_goes_on_with_the_assistant(
    system: WholeSystem, a_context: Contexts
) -> None:
    """Rules O1-O3 and O6."""
    visitor = await Visitor.on(await a_context.new(), system.demo)
    await visitor.write("Who can see internal notes?")
    await expect(visitor.messages("ai")).to_have_count(1)
    await visitor.chat.get_by_role("button", name="Talk to a human").click()
    await visitor.chat.get_by_label("Your e-mail address").fill("user@example.org")
    await visitor.chat.get_by_role("button", name="Leave e-mail").click()
    await expect(visitor.chat.get_by_text("We have your e-mail address").first).to_be_visible()
    await expect(visitor.chat.locator("[data-line=ticket_created]")).to_be_visible()

    await visitor.chat.get_by_role("button", name="Continue with the assistant").click()
    await visitor.write("How do I create a ticket?")
    await expect(visitor.messages("ai")).to_have_count(2)


async def test_assigning_somebody_who_is_offline_is_asked_twice(
    system: WholeSystem, a_context: Contexts
) -> None:
    """Rule D4."""
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    visitor = await Visitor.on(await a_context.new(), system.demo)
    words = f"My parcel is lost ({uuid4().hex[:6]})"
    await visitor.write(words)
    await anna.open(words)
    await anna.page.get_by_label("Assigned agent").select_option(label="Ben (offline)")
    refusal = anna.page.get_by_role("alert").filter(has_text="This member is offline")
    await refusal.get_by_role("button", name="Assign anyway").click()
    await expect(visitor.chat.get_by_text("Ben joined the conversation.")).to_be_visible()
