from uuid import uuid4

import pytest

from switchboard.gateway.clients.tokens import Devices
from switchboard.gateway.handlers.limits import MOST_REMEMBERED, Claim, Limits, TooManyError
from switchboard.gateway.model.addresses import neighbours
from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.pace import Pace
from switchboard.gateway.model.principals import Visitor

FEW: Claim = ("few", Pace(1, 1))
MANY: Claim = ("many", Pace(100, 1))


def test_one_bucket_that_is_empty_costs_the_others_nothing() -> None:
    limits = Limits(Allowances())
    for _ in range(1_000):
        limits.wait([FEW, MANY], 0.0)
    assert [limits.wait([MANY], 0.0) for _ in range(99)] == [0.0] * 99
    assert limits.wait([MANY], 0.0) > 0


def test_one_visitors_flood_leaves_the_others_what_is_theirs() -> None:
    limits = Limits(Allowances())
    flooding, quiet = (limits.of_principal(Visitor(uuid4(), "demo")) for _ in range(2))
    address = limits.of_address("192.0.2.1")
    refused = sum(limits.wait([flooding, address], 0.0) > 0 for _ in range(5_000))
    assert refused == 5_000 - 40
    assert limits.wait([quiet, address], 0.0) == 0.0


def test_however_many_come_memory_is_bounded_and_who_floods_is_not_forgotten() -> None:
    limits = Limits(Allowances())
    flooding = ("flooding", Pace(40, 0.001))
    while not limits.wait([flooding], 0.0):
        pass
    for number in range(3 * MOST_REMEMBERED):
        limits.wait([(f"passing {number}", Pace(40, 5))], 0.0)
    assert len(limits._full_at) <= MOST_REMEMBERED
    assert limits.wait([flooding], 0.0) > 0


def test_open_sockets_are_counted_until_they_end() -> None:
    limits = Limits(Allowances(sockets_of_visitor=1))
    visitor = Visitor(uuid4(), "demo")
    with limits.socket_of(visitor), pytest.raises(TooManyError), limits.socket_of(visitor):
        pass
    with limits.socket_of(visitor), limits.socket_of(Visitor(uuid4(), "demo")):
        pass
    assert not limits._sockets


@pytest.mark.parametrize(
    ("host", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("", ""),
        ("a socket", ""),
    ],
)
def test_who_has_a_network_of_addresses_counts_as_one(host: str, counted: str) -> None:
    assert neighbours(host) == counted


def test_a_browsers_mark_is_its_members_alone_and_cannot_be_forged() -> None:
    devices, member = Devices("a secret of the tests"), uuid4()
    mark = devices.marked(member)
    assert devices.of(member, mark)
    assert devices.of(member, mark) != devices.of(member, devices.marked(member))
    assert devices.of(uuid4(), mark) is None
    assert devices.of(member, Devices("another secret, of others").marked(member)) is None
    assert devices.of(member, "") is None
