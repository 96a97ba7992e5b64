"""What a visitor and an agent do in their browsers, by what they see and press."""

import asyncio
import json
from collections.abc import Callable
from typing import Any
from uuid import uuid4

from playwright.async_api import (
    BrowserContext,
    FrameLocator,
    Locator,
    Page,
    WebSocket,
    WebSocketRoute,
    expect,
)

PASSWORD = "switchboard-demo"


class Visitor:
    """Somebody on the host site; everything that the widget's socket receives is kept."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.received: list[str] = []
        page.on("websocket", self._record)

    @classmethod
    async def on(cls, context: BrowserContext, demo: str) -> "Visitor":
        """Open the demo page, and the chat on it."""
        visitor = cls(await context.new_page())
        await visitor.page.goto(demo)
        await visitor.page.get_by_role("button", name="Open chat").click()
        return visitor

    def _record(self, socket: WebSocket) -> None:
        socket.on("framereceived", lambda payload: self.received.append(str(payload)))

    @property
    def chat(self) -> FrameLocator:
        """The widget."""
        return self.page.frame_locator("iframe[title=Chat]")

    def messages(self, source: str) -> Locator:
        """The messages of one source, oldest first."""
        return self.chat.locator(f"article[data-source={source}]")

    async def ask(self, suggested: str) -> None:
        """Press a suggested question."""
        await self.chat.get_by_role("button", name=suggested).click()

    async def write(self, text: str) -> None:
        """Write a message and send it."""
        box = self.chat.get_by_role("textbox", name="Your message")
        await box.fill(text)
        await self.chat.get_by_role("button", name="Send").click()
        await expect(self.messages("user").filter(has_text=text)).to_be_visible()


class Agent:
    """A member of the team in the panel."""

    def __init__(self, page: Page, name: str) -> None:
        self.page = page
        self.name = name

    @classmethod
    async def signed_in(
        cls, context: BrowserContext, gateway: str, name: str, hold: "Hold | None" = None
    ) -> "Agent":
        """Sign in to the panel."""
        agent = cls(await context.new_page(), name)
        if hold is not None:
            await agent.page.route_web_socket("**/v1/socket/team", hold.between)
        await agent.page.goto(f"{gateway}/panel/")
        await agent.page.get_by_label("E-mail").fill(f"{name.lower()}@demo.switchboard.local")
        await agent.page.get_by_label("Password").fill(PASSWORD)
        await agent.page.get_by_role("button", name="Sign in").click()
        await expect(agent.page.get_by_role("region", name="Inbox")).to_be_visible()
        return agent

    @property
    def inbox(self) -> Locator:
        """The conversations that are shown."""
        return self.page.get_by_role("list", name="Conversations").get_by_role("link")

    def messages(self, source: str) -> Locator:
        """The messages of one source in the open conversation."""
        return self.page.locator(f"article[data-source={source}]")

    @property
    def activities(self) -> Locator:
        """What the open conversation tells the team besides messages."""
        return self.page.locator("[data-event]")

    async def open(self, text: str) -> None:
        """Open the conversation whose last message says this."""
        await self.inbox.filter(has_text=text).first.click()

    @property
    def shown_visitor(self) -> Locator:
        """The heading of the open conversation: what the visitor is called."""
        return self.page.get_by_role("main", name="Conversation").get_by_role("heading", level=2)

    async def press(self, action: str) -> None:
        """Press one of the conversation's actions."""
        actions = self.page.get_by_role("group", name="Actions")
        await actions.get_by_role("button", name=action, exact=True).click()

    async def write(self, text: str, *, note: bool = False) -> None:
        """Write to the user, or a note to the team."""
        await self.page.get_by_text("Note" if note else "Reply", exact=True).click()
        box = self.page.get_by_role("textbox", name="Internal note" if note else "Reply to")
        await box.fill(text)
        await self.page.get_by_role("button", name="Add note" if note else "Send").click()
        source = "internal_note" if note else "agent"
        await expect(self.messages(source).filter(has_text=text)).to_be_visible()

    async def close_for_good(self) -> None:
        """Close the conversation, and confirm."""
        await self.press("Close")
        await self.page.get_by_role("button", name="Close for good").click()

    async def hold_runs(self, seconds: float) -> None:
        """Set how long the AI's runs are held."""
        status = await self.page.evaluate(
            """async ([seconds, key]) => (await fetch("/v1/assistant/settings", {
                method: "PUT",
                headers: { "Content-Type": "application/json", "Idempotency-Key": key },
                body: JSON.stringify({ enabled: true, minimum_run_seconds: seconds }),
            })).status""",
            [seconds, str(uuid4())],
        )
        assert status == 200


class Hold:
    """Holds one act of several agents until all of them have pressed: then they race for real."""

    def __init__(self, act: str, agents: int) -> None:
        self._act = act
        self._all_pressed = asyncio.Barrier(agents)
        self._released: set[asyncio.Task[None]] = set()

    def between(self, page: WebSocketRoute) -> None:
        """Stand between a panel and the gateway."""
        server = page.connect_to_server()
        page.on_message(lambda frame: self._pass(server.send, frame))

    def _pass(self, send: Callable[[Any], None], frame: str | bytes) -> None:
        if json.loads(frame).get("act") != self._act:
            send(frame)
            return
        task = asyncio.create_task(self._when_all_pressed(send, frame))
        self._released.add(task)

    async def _when_all_pressed(self, send: Callable[[Any], None], frame: str | bytes) -> None:
        await self._all_pressed.wait()
        send(frame)
