"""One whole system and one browser for all browser tests."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.async_api import (
    Browser,
    BrowserContext,
    Error,
    Page,
    Response,
    WebSocket,
    async_playwright,
    expect,
)
from tests.builders.overhearing import Overheard, bearer
from tests.builders.whole_system import WholeSystem, a_whole_system
from tests.e2e.asked import Asked
from tests.e2e.browser import launch

_READING_SECONDS = 5
PATIENCE_MILLISECONDS = 30_000
"""Browser tests wait generously; times are shown by `make bench`."""

expect.set_options(timeout=PATIENCE_MILLISECONDS)


@pytest.fixture(scope="package")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeSystem]:
    folder = tmp_path_factory.mktemp("switchboard")
    # Presence is believed soon, so that a test may find nobody online (rule P1).
    with a_whole_system(folder, presence_grace_seconds="5") as running:
        yield running


@pytest.fixture(scope="package")
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await launch(playwright)
        yield browser
        await browser.close()


@pytest.fixture
async def a_context(
    browser: Browser, overheard: Overheard, tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator["Contexts"]:
    contexts = Contexts(browser, Listener(overheard))
    yield contexts
    await contexts.close(tmp_path / request.node.name)


class Contexts:
    """Browsers of people who know nothing of each other.

    Whatever a test does, no address that one of them asks for may hold what proves who they are.
    """

    def __init__(self, browser: Browser, listener: "Listener") -> None:
        self._browser = browser
        self._listener = listener
        self.asked = Asked()
        self._open: list[BrowserContext] = []

    async def new(self) -> BrowserContext:
        """A browser of one more person."""
        context = await self._browser.new_context(viewport={"width": 1280, "height": 800})
        context.set_default_timeout(PATIENCE_MILLISECONDS)
        self._listener.listen(context)
        self.asked.watch(context)
        self._open.append(context)
        return context

    async def close(self, pictures: Path) -> None:
        """Take a last picture of each page, for whoever reads a failure, and close all."""
        pages = [page for context in self._open for page in context.pages]
        for number, page in enumerate(pages):
            await page.screenshot(path=pictures.with_name(f"{pictures.name}-{number}.png"))
        await self._listener.heard_all()
        for context in self._open:
            await self.asked.learn_cookies(context)
        await asyncio.gather(*(context.close() for context in self._open))
        assert self.asked.leaks() == []


class Listener:
    """Has everything overheard that a browser asks the gateway and is told."""

    def __init__(self, overheard: Overheard) -> None:
        self._overheard = overheard
        self._reading: list[asyncio.Task[None]] = []

    def listen(self, context: BrowserContext) -> None:
        """Listen to all pages of a browser."""
        context.on("response", self._answered)
        context.on("page", self._listen_to_sockets)

    async def heard_all(self) -> None:
        """Wait for the answers that are still being read; one that never ends told nobody."""
        reading, self._reading = self._reading, []
        if reading:
            _, endless = await asyncio.wait(reading, timeout=_READING_SECONDS)
            for task in endless:
                task.cancel()

    def _answered(self, response: Response) -> None:
        if "/v1/" in response.url:
            self._reading.append(asyncio.ensure_future(self._read(response)))

    async def _read(self, response: Response) -> None:
        request = response.request
        with suppress(Error):  # a page that went away has no body any more
            path, body = urlsplit(request.url).path, await response.text()
            asked = request.post_data_buffer or b""
            token = bearer(await request.all_headers())
            self._overheard.answer(request.method, path, token, asked, body)
            self._overheard.refused(response.status, body)

    def _listen_to_sockets(self, page: Page) -> None:
        page.on("websocket", self._listen_to_socket)

    def _listen_to_socket(self, socket: WebSocket) -> None:
        heard = self._overheard.socket(urlsplit(socket.url).path)
        socket.on("framesent", lambda payload: heard.sent(str(payload)))
        socket.on("framereceived", lambda payload: heard.got(str(payload)))
