"""When the read model is whole, and so may be served."""

from collections.abc import Mapping

from structlog.testing import capture_logs

from switchboard.contracts.topics import CONVERSATION_STATE_TOPIC, TEAM_COMMANDS_TOPIC
from switchboard.gateway.consumers.projectors import PROJECTORS
from switchboard.gateway.handlers.places import Positions
from switchboard.gateway.handlers.read_model import SOURCES, ReadModel
from switchboard.gateway.store.progress import Place

PLACES = [(topic.name, number) for topic in SOURCES for number in range(topic.partitions)]
STATE = (CONVERSATION_STATE_TOPIC.name, 3)


class Looked:
    """A read model whose partitions a test begins and moves on."""

    def __init__(self, *, begun: bool) -> None:
        self.short: dict[Place, bool] = dict.fromkeys(PLACES, False) if begun else {}
        self.positions = Positions()
        self.lost = 0
        self.model = ReadModel(self._read, self.positions, self._lose)

    async def _read(self) -> Mapping[Place, bool]:
        return dict(self.short)

    def _lose(self) -> None:
        self.lost += 1

    def hears(self, **ends: int) -> None:
        """The fan-out stands at these ends, and elsewhere at empty logs."""
        for topic, number in PLACES:
            self.positions.moved(topic, number, ends.get(topic.replace(".", "_"), 0))

    async def told(self, *, at: float, then: float) -> None:
        """Looked at twice, at these seconds."""
        await self.model.look()
        for now in (at, then):
            self.model.tell_of_a_long_wait(now)

    async def is_whole(self) -> bool:
        await self.model.look()
        return self.model.is_whole


def test_the_sources_are_what_is_mirrored() -> None:
    assert {topic.name for topic in SOURCES} == {one.source.name for one in PROJECTORS}


async def test_an_empty_installation_is_whole_before_anything_is_mirrored() -> None:
    looked = Looked(begun=False)
    assert not await looked.is_whole()  # nobody knows yet how long the logs are
    looked.hears()
    assert await looked.is_whole()


async def test_what_was_said_and_is_not_begun_to_be_mirrored_is_missing() -> None:
    looked = Looked(begun=False)
    looked.hears(ticketing_events=1)
    assert not await looked.is_whole()


async def test_one_partition_that_is_short_of_its_end_is_enough() -> None:
    looked = Looked(begun=True)
    looked.short[STATE] = True
    assert not await looked.is_whole()
    looked.short[STATE] = False
    assert await looked.is_whole()


async def test_the_teams_own_commands_are_no_part_of_it() -> None:
    looked = Looked(begun=True)
    looked.short[TEAM_COMMANDS_TOPIC.name, 0] = True
    assert await looked.is_whole()


async def test_who_is_served_is_told_once_when_it_is_emptied_under_them() -> None:
    looked = Looked(begun=True)
    looked.hears(conversation_state=7)
    assert await looked.is_whole()
    del looked.short[STATE]
    assert not await looked.is_whole()
    assert not await looked.is_whole()
    assert looked.lost == 1


async def test_which_partitions_alone_are_waited_for_is_told_once() -> None:
    looked = Looked(begun=True)
    looked.short |= {STATE: True, PLACES[0]: True}
    with capture_logs() as logs:
        await looked.told(at=0, then=9)
        looked.short[PLACES[0]] = False
        await looked.told(at=11, then=20)
        assert not logs  # another has come meanwhile
        await looked.told(at=21, then=100)
        looked.short[STATE] = False
        await looked.told(at=101, then=200)
    (told,) = logs
    assert (told["event"], told["log_level"]) == ("catching up", "warning")
    assert told["waits_for"] == ["conversation.state/3"]
