import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from switchboard.gateway.api.fanout.following import Feed, News
from switchboard.gateway.api.sockets.outbox import Frame, Outbox
from switchboard.gateway.api.sockets.subscription import Snapshot, Subscription

NAME = "c"


@dataclass
class ReadModel:
    """What is stored, and whether it can be read now."""

    stored: list[int] = field(default_factory=list)
    page: int = 100
    open: asyncio.Event = field(default_factory=asyncio.Event)
    fails: bool = False
    closed_at: int | None = None

    async def read(self, after: int) -> Snapshot | None:
        await self.open.wait()
        if self.fails:
            return None
        found = [number for number in self.stored if number > after][: self.page]
        last = found[-1] if found else after
        more = bool([number for number in self.stored if number > last])
        return Snapshot(f"snapshot {found}", last, more, self.closed_at)


@dataclass
class Scene:
    """One subscription and everything it sent."""

    model: ReadModel
    feed: Feed
    outbox: Outbox
    sent: list[str] = field(default_factory=list)

    def hear(self, *numbers: int) -> None:
        self.hear_bodies(*((number, b"%d" % number) for number in numbers))

    def hear_bodies(self, *news: tuple[int, bytes]) -> None:
        self.feed.spread(NAME, [News(number, body) for number, body in news])

    async def settled(self) -> list[str]:
        for _ in range(20):
            await asyncio.sleep(0)
        await self.outbox.flush(self._keep)
        return self.sent

    async def _keep(self, frames: Sequence[Frame]) -> None:
        self.sent.extend(f if isinstance(f, str) else f.decode() for f in frames)


def _scene(stored: list[int], after: int = 0, page: int = 100) -> Scene:
    scene = Scene(ReadModel(stored, page), Feed(), Outbox())
    Subscription(NAME, after, outbox=scene.outbox, feed=scene.feed, read=scene.model.read).start()
    return scene


def _events(*numbers: int) -> str:
    joined = ",".join(str(number) for number in numbers)
    return f'{{"frame":"events","conversation_id":"c","events":[{joined}]}}'


async def test_live_news_waits_for_the_snapshot_and_follows_it_once() -> None:
    scene = _scene([1, 2, 3])
    scene.hear(2)
    scene.hear(3, 4)
    scene.model.open.set()
    assert await scene.settled() == ["snapshot [1, 2, 3]", _events(4)]
    scene.hear(5)
    scene.hear(6, 7)
    assert (await scene.settled())[2:] == [_events(5), _events(6, 7)]


async def test_what_is_published_again_is_not_sent_again() -> None:
    scene = _scene([1])
    scene.model.open.set()
    await scene.settled()
    scene.hear(2, 3)
    scene.hear(2, 3)
    scene.hear(3, 4)
    assert (await scene.settled())[1:] == [_events(2, 3), _events(4)]


async def test_n6_a_hole_is_filled_from_the_read_model() -> None:
    scene = _scene([1])
    scene.model.open.set()
    await scene.settled()
    scene.model.stored = [1, 2, 3]
    scene.hear(3)
    assert (await scene.settled())[1:] == ["snapshot [2, 3]"]


async def test_a_hole_that_cannot_be_filled_ends_the_socket() -> None:
    scene = _scene([1])
    scene.model.open.set()
    await scene.settled()
    scene.hear(3)
    await scene.settled()
    assert scene.outbox.closing.result() == 1013


async def test_a_long_history_comes_in_several_snapshots() -> None:
    scene = _scene([1, 2, 3, 4, 5], page=2)
    scene.model.open.set()
    assert await scene.settled() == ["snapshot [1, 2]", "snapshot [3, 4]", "snapshot [5]"]


async def test_n6_a_client_that_was_away_gets_only_what_it_missed() -> None:
    scene = _scene([1, 2, 3], after=2)
    scene.model.open.set()
    assert await scene.settled() == ["snapshot [3]"]


LATE = b'{"type":"public.message_posted","text":"late"}'
"""What may not follow a close."""
LINE = b'{ "line": "closed", "type": "public.message_posted" }'
ERASED = b'{"type":"public.person_erased"}'
NOTHING = b"no JSON"


@pytest.mark.parametrize("open_first", [True, False], ids=["heard later", "heard meanwhile"])
async def test_x1_behind_a_close_that_was_read_nothing_comes_but_its_line_and_an_erasure(
    *, open_first: bool
) -> None:
    scene = _scene([1, 2])
    scene.model.closed_at = 2
    if open_first:
        scene.model.open.set()
        await scene.settled()
    scene.hear_bodies((3, LATE))
    scene.hear_bodies((3, LINE), (4, NOTHING), (4, LATE), (4, ERASED))
    scene.model.open.set()
    sent = await scene.settled()
    told = (
        f'{{"frame":"events","conversation_id":"c","events":[{LINE.decode()},{ERASED.decode()}]}}'
    )
    assert sent == ["snapshot [1, 2]", told]


async def test_while_a_conversation_is_open_nothing_is_held_back() -> None:
    scene = _scene([1, 2])
    scene.model.open.set()
    await scene.settled()
    scene.hear_bodies((3, LATE))
    assert len(await scene.settled()) == 2


async def test_a_read_model_that_does_not_catch_up_ends_the_socket() -> None:
    scene = _scene([1])
    scene.model.fails = True
    scene.model.open.set()
    await scene.settled()
    assert scene.outbox.closing.result() == 1013


async def test_a_client_that_does_not_read_is_told_that_it_is_too_slow() -> None:
    outbox = Outbox(most_characters=10)
    outbox.put("12345")
    assert not outbox.closing.done()
    outbox.put("1234567")
    assert outbox.closing.result() == 4008
