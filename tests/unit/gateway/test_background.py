"""What runs behind the doors goes on, or the process ends."""

import asyncio
from collections.abc import Mapping
from typing import NoReturn

import pytest

from switchboard.gateway.api.background import Background, WorkEndedError
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.handlers.read_model import ReadModel
from switchboard.gateway.store.progress import Place


class UnexpectedError(Exception):
    """Nothing that an outage raises."""


async def _for_ever() -> None:
    await asyncio.get_running_loop().create_future()


async def test_a_look_at_the_read_model_that_fails_is_no_silent_end() -> None:
    async def fails() -> Mapping[Place, bool]:
        raise UnexpectedError

    background = Background()
    model = ReadModel(fails, Positions(), lambda: None)
    async with background.running(_for_ever(), model.look_always()):
        with pytest.raises(UnexpectedError):
            await asyncio.wait_for(background.broken, 5)


async def test_an_outage_is_waited_out() -> None:
    looks = 0

    async def is_away() -> Mapping[Place, bool]:
        nonlocal looks
        looks += 1
        raise ConnectionRefusedError

    background = Background()
    model = ReadModel(is_away, Positions(), lambda: None)
    async with background.running(model.look_always()):
        while looks < 2:  # noqa: ASYNC110 - it is asked again soon
            await asyncio.sleep(0.01)
        assert not background.broken.done()


async def _returns() -> None:
    return


async def _is_interrupted() -> NoReturn:
    raise asyncio.CancelledError


@pytest.mark.parametrize("part", [_returns, _is_interrupted])
async def test_an_end_without_an_error_is_an_end_too(part: object) -> None:
    background = Background()
    async with background.running(part()):  # type: ignore[operator]
        with pytest.raises(WorkEndedError):
            await asyncio.wait_for(background.broken, 5)


async def test_what_is_ended_with_the_doors_breaks_nothing() -> None:
    background = Background()
    async with background.running(_for_ever(), _for_ever()):
        await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert not background.broken.done()
