"""Who is there (rule P1): panels of one member counted together, over all gateways."""

from collections.abc import Callable
from typing import TYPE_CHECKING, cast
from uuid import UUID

from switchboard.contracts.events.team import PresenceReported
from switchboard.gateway.handlers.presence import Presence
from switchboard.gateway.model.presence import (
    Lifetimes,
    Report,
    Standings,
    came_online,
    standings_of,
    who_is_there,
)

if TYPE_CHECKING:
    from switchboard.gateway.clients.producer import CommandProducer

ANNA = UUID("00000000-0000-0000-0000-00000000000a")
BEN = UUID("00000000-0000-0000-0000-00000000000b")
NOW = 1_000.0


def presence(came_online: Callable[[UUID], None] = lambda _: None) -> Presence:
    return Presence(cast("CommandProducer", None), "here", came_online, Lifetimes())


def standings(online: set[UUID], away: set[UUID]) -> Standings:
    return Standings(frozenset(online), frozenset(away))


def test_p1_a_member_is_online_with_one_panel_in_use_and_away_when_all_are_idle() -> None:
    assert standings_of(in_use=[ANNA], idle=[ANNA, BEN]) == standings({ANNA}, {BEN})
    assert standings_of(in_use=[], idle=[]) == standings(set(), set())


def test_p1_the_panels_at_all_gateways_count_as_one_member() -> None:
    elsewhere = [
        Report(standings({ANNA}, set()), NOW + 1),
        Report(standings(set(), {ANNA, BEN}), NOW + 1),
    ]
    assert who_is_there(standings(set(), {ANNA}), elsewhere, NOW) == standings({ANNA}, {BEN})


def test_p1_what_a_gateway_said_is_believed_until_it_expires_and_no_longer() -> None:
    killed = [Report(standings({ANNA}, {BEN}), NOW)]
    assert who_is_there(Standings(), killed, NOW - 0.1) == standings({ANNA}, {BEN})
    assert who_is_there(Standings(), killed, NOW) == standings(set(), set())


def test_p2_only_who_was_not_online_here_comes_online() -> None:
    assert came_online(standings(set(), {ANNA}), standings({ANNA, BEN}, set())) == {ANNA, BEN}
    assert came_online(standings({ANNA, BEN}, set()), standings({ANNA}, {BEN})) == set()


def test_p1_one_panel_in_use_makes_its_member_online() -> None:
    here = presence()
    here.came(ANNA)
    here.came(ANNA)
    here.stands(ANNA, away=True)
    assert here.standings(NOW) == standings({ANNA}, set())
    here.stands(ANNA, away=True)
    assert here.standings(NOW) == standings(set(), {ANNA})
    here.stands(ANNA, away=False)
    assert here.standings(NOW) == standings({ANNA}, set())


def test_p1_the_last_panel_takes_its_member_offline_however_it_stood() -> None:
    here = presence()
    here.came(ANNA)
    here.stands(ANNA, away=True)
    here.left(ANNA, away=True)
    here.came(BEN)
    here.left(BEN, away=False)
    assert here.standings(NOW) == standings(set(), set())


def test_p1_in_use_at_another_gateway_is_online_until_its_report_expires() -> None:
    here = presence()
    here.came(ANNA)
    here.stands(ANNA, away=True)
    report = PresenceReported(gateway_id="there", online=(ANNA,), away=(BEN,), ttl_seconds=60)
    here.heard(report, NOW + 60)
    assert here.standings(NOW) == standings({ANNA}, {BEN})
    assert here.standings(NOW + 60) == standings(set(), {ANNA})


def test_p2_a_member_comes_online_with_the_first_panel_in_use_and_not_with_further_ones() -> None:
    came: list[UUID] = []
    here = presence(came.append)
    here.came(ANNA)
    here.came(ANNA)
    here.stands(ANNA, away=True)
    assert came == [ANNA]
    here.stands(ANNA, away=True)
    here.stands(ANNA, away=False)
    here.came(BEN)
    assert came == [ANNA, ANNA, BEN]


def test_p1_who_is_gone_is_known_to_be_gone_within_a_minute() -> None:
    lifetimes = Lifetimes()
    assert lifetimes.silence.total_seconds() <= 60
    assert (lifetimes.time_to_live + lifetimes.report_every).total_seconds() <= 60
    assert lifetimes.report_every * 2 < lifetimes.time_to_live
