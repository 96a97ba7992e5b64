"""Who is there, by what every gateway process says of the panels that are open at it (rule P1)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Lifetimes:
    """How fast somebody who is gone is known to be gone: within 60 s in any case (rule P1).

    Attributes:
        silence: after so long without a word a socket is dead; clients ping every 20 s.
        report_every: how often the process says who is here, changed or not.
        time_to_live: how long that is believed if the process dies. Panels at the others learn of
            it with their own next report, so both together make the 60 s.
    """

    silence: timedelta = timedelta(seconds=45)
    report_every: timedelta = timedelta(seconds=15)
    time_to_live: timedelta = timedelta(seconds=45)


@dataclass(frozen=True, slots=True)
class Standings:
    """Who is online and who is away; whoever is in neither is offline."""

    online: frozenset[UUID] = frozenset()
    away: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Report:
    """What a gateway process said last; believed until `expires_at`, in seconds of the epoch."""

    standings: Standings
    expires_at: float


def standings_of(in_use: Collection[UUID], idle: Collection[UUID]) -> Standings:
    """How the members of some panels stand: online with one in use, away if all are idle (rule P1).

    Args:
        in_use: whose panels are in use, at least one each.
        idle: whose panels are idle, or set to away by hand, at least one each.
    """
    online = frozenset(in_use)
    return Standings(online, frozenset(idle) - online)


def who_is_there(here: Standings, elsewhere: Iterable[Report], now: float) -> Standings:
    """Everyone who is there anywhere: all that is believed at `now` counts as one (rule P1).

    A process that was killed takes nothing back; what it said counts until it expires.
    """
    believed = [report.standings for report in elsewhere if report.expires_at > now]
    everywhere = [here, *believed]
    return standings_of(
        frozenset[UUID]().union(*(one.online for one in everywhere)),
        frozenset[UUID]().union(*(one.away for one in everywhere)),
    )


def came_online(before: Standings, after: Standings) -> frozenset[UUID]:
    """Who came online here with a change; further panels of theirs change nothing (rule P2)."""
    return after.online - before.online
