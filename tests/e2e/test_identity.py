"""Who is signed in on the host page decides what the chat shows, in a real browser (I1-I3)."""

from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit
from uuid import uuid4

import jwt
from playwright.async_api import Page, expect
from tests.builders.whole_system import WholeSystem
from tests.e2e.conftest import Contexts
from tests.e2e.people import Agent, Visitor

# Runs in every frame before anything else: all that is ever on the screen, however shortly.
KEEP_ALL_THAT_IS_DRAWN = """
    window.__drawn = [];
    new MutationObserver(() => window.__drawn.push(document.documentElement.innerText))
        .observe(document, { childList: true, characterData: true, subtree: true });
"""


# What a page of the site says of whoever is signed in there, in the tag of the script.
NAME_WHO_IS_SIGNED_IN = """
    new MutationObserver(() => {
        const script = document.querySelector("script[src$='/widget.js']");
        const proof = window.top === window ? localStorage.getItem("signed in") : null;
        if (script !== null && proof !== null) script.dataset.proof = proof;
    }).observe(document, { childList: true, subtree: true });
"""


class HostSite:
    """The host site's server, which signs for whoever is signed in there."""

    def __init__(self, demo: str, secret: str) -> None:
        self.demo = demo
        self._secret = secret

    @classmethod
    async def of(cls, system: WholeSystem, admin: Agent) -> "HostSite":
        """A site whose identity secret an Admin has just made."""
        secret = await admin.page.evaluate(
            """async (site) => (await (await fetch("/v1/identity-secrets", {
                method: "POST",
                headers: { "Content-Type": "application/json" },
                body: JSON.stringify({ site }),
            })).json()).secret""",
            urlsplit(system.demo).netloc,
        )
        return cls(system.demo, secret)

    def proof(self, subject: str, name: str) -> str:
        soon = datetime.now(UTC) + timedelta(minutes=5)
        said = {"sub": subject, "aud": urlsplit(self.demo).netloc, "exp": soon, "name": name}
        return jwt.encode(said, self._secret, algorithm="HS256")


async def _drawn(page: Page) -> str:
    """All that was on the screen since the page was loaded, in the page and in the chat."""
    return "\n".join(
        [line for frame in page.frames for line in await frame.evaluate("window.__drawn ?? []")]
    )


async def _forget_drawn(page: Page) -> None:
    for frame in page.frames:
        await frame.evaluate("window.__drawn = []")


async def test_switching_identity_in_one_browser_never_shows_the_others_messages(
    system: WholeSystem, a_context: Contexts
) -> None:
    anna = await Agent.signed_in(await a_context.new(), system.gateway, "Anna")
    site = await HostSite.of(system, anna)
    jo, kim = f"jo {uuid4()}", f"kim {uuid4()}"
    needle, other = f"needle {uuid4().hex}", f"other {uuid4().hex}"
    context = await a_context.new()
    await context.add_init_script(KEEP_ALL_THAT_IS_DRAWN)
    await context.add_init_script(NAME_WHO_IS_SIGNED_IN)

    # Jo writes, and is identified meanwhile: the conversation goes on and has Jo's name.
    visitor = await Visitor.on(context, system.demo)
    await visitor.write(needle)
    await visitor.page.evaluate("proof => Switchboard.identify(proof)", site.proof(jo, "Jo Doe"))
    await anna.open(needle)
    await expect(anna.shown_visitor).to_contain_text("Jo Doe")
    await expect(visitor.messages("user").filter(has_text=needle)).to_be_visible()
    assert needle in await _drawn(visitor.page)

    # Another page of the site, on which Kim is signed in: nothing of Jo's is drawn or sent.
    signed_in = "proof => localStorage.setItem('signed in', proof)"
    await visitor.page.evaluate(signed_in, site.proof(kim, "Kim Roe"))
    visitor.received.clear()
    await visitor.page.reload()
    await visitor.page.get_by_role("button", name="Open chat").click()
    await visitor.write(other)
    assert needle not in await _drawn(visitor.page)
    assert needle not in "".join(visitor.received)

    # Jo comes back without a new page: nothing of Kim's is drawn from then on.
    await _forget_drawn(visitor.page)
    await visitor.page.evaluate("proof => Switchboard.identify(proof)", site.proof(jo, "Jo Doe"))
    await expect(visitor.messages("user").filter(has_text=needle)).to_be_visible()
    await expect(visitor.messages("user").filter(has_text=other)).to_have_count(0)

    # Jo signs out: nobody is there, and nothing is left, also after a reload.
    await visitor.page.evaluate("localStorage.removeItem('signed in')")
    await visitor.page.evaluate("Switchboard.signOut()")
    await expect(visitor.messages("user")).to_have_count(0)
    visitor.received.clear()
    await visitor.page.reload()
    await visitor.page.get_by_role("button", name="Open chat").click()
    await expect(visitor.chat.get_by_role("textbox", name="Your message")).to_be_visible()
    assert needle not in await _drawn(visitor.page)
    assert needle not in "".join(visitor.received)

    # On another device Jo finds what was written here.
    there = await Visitor.on(await a_context.new(), system.demo)
    await there.page.evaluate("proof => Switchboard.identify(proof)", site.proof(jo, "Jo Doe"))
    await expect(there.messages("user").filter(has_text=needle)).to_be_visible()
