"""Joining the team and a lost password, by links that work once, in real browsers (rule Team)."""

from uuid import uuid4

from playwright.async_api import expect
from tests.builders.whole_system import WholeSystem
from tests.e2e.conftest import Contexts
from tests.e2e.people import PASSWORD, Agent, Visitor


async def _link(admin: Agent, path: str, body: dict[str, str]) -> str:
    """What an Admin's client is given for a link, once."""
    answer: dict[str, str] = await admin.page.evaluate(
        """async ([path, body]) => (await fetch(path, {
            method: "POST",
            headers: { "Content-Type": "application/json" },
            body: JSON.stringify(body),
        })).json()""",
        [path, body],
    )
    return answer["link"]


async def test_no_address_holds_a_token_a_password_or_what_a_link_is_worth(
    system: WholeSystem, a_context: Contexts
) -> None:
    asked = a_context.asked
    context = await a_context.new()
    anna = await Agent.signed_in(context, system.gateway, "Anna")
    await asked.learn_cookies(context)
    visitor = await Visitor.on(await a_context.new(), system.demo)
    await visitor.write("Hello")
    page = await (await a_context.new()).new_page()
    link = await _link(anna, "/v1/invitations", {"role": "agent"})
    await page.goto(link)
    await page.get_by_label("Full name").fill("Dora Evans")
    await page.get_by_label("E-mail").fill(f"dora-{uuid4().hex[:6]}@example.org")
    await page.get_by_label("Password").fill("a first password")
    await page.get_by_role("button", name="Make account and sign in").click()
    await expect(page.get_by_role("region", name="Inbox")).to_be_visible()
    worth = link.rpartition("=")[2]
    cookies = {str(c.get("name")): str(c.get("value")) for c in await context.cookies()}
    known = {worth, PASSWORD, "a first password", cookies["switchboard_session"]}
    assert known <= asked.proofs
    assert any(proof.startswith("eyJ") for proof in asked.proofs), "no visitor's token was seen"
    assert any(url.startswith("ws") for url in asked.addresses)
    assert asked.leaks() == []
    asked.addresses.append(f"{system.gateway}/panel/?invitation={worth}")
    assert len(asked.leaks()) == 1, "a token in an address was overlooked"
    asked.addresses.pop()


async def test_somebody_joins_by_a_link_and_sets_a_lost_password_by_another(
    system: WholeSystem, a_context: Contexts
) -> None:
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    email = f"dora-{uuid4().hex[:6]}@example.org"
    page = await (await a_context.new()).new_page()
    await page.goto(await _link(anna, "/v1/invitations", {"role": "agent"}))
    await page.get_by_label("Full name").fill("Dora Evans")
    await page.get_by_label("E-mail").fill(email)
    await page.get_by_label("Password").fill("a first password")
    await page.get_by_role("button", name="Make account and sign in").click()
    await expect(page.get_by_role("region", name="Inbox")).to_be_visible()

    member = await page.evaluate("async () => (await (await fetch('/v1/me')).json()).member_id")
    phone = await (await a_context.new()).new_page()
    await phone.goto(await _link(anna, f"/v1/members/{member}/password-link", {}))
    await phone.get_by_label("Password").fill("a second password")
    await phone.get_by_role("button", name="Save password").click()
    await expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    await phone.get_by_label("E-mail").fill(email)
    await phone.get_by_label("Password").fill("a second password")
    await phone.get_by_role("button", name="Sign in").click()
    await expect(phone.get_by_role("region", name="Inbox")).to_be_visible()


async def test_a_demo_offers_its_accounts_where_one_signs_in(
    system: WholeSystem, a_context: Contexts
) -> None:
    page = await (await a_context.new()).new_page()
    await page.goto(f"{system.gateway}/panel/")
    offered = page.get_by_role("complementary", name="Demo accounts").get_by_role("button")
    await expect(offered).to_have_count(2)
    await offered.filter(has_text="ben@").click()
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("region", name="Inbox")).to_be_visible()
    await expect(page.get_by_text("Ben Costa")).to_be_visible()
