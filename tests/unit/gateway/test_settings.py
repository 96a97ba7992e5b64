import pytest
from pydantic import ValidationError

from switchboard.gateway.model.allowances import Allowances
from switchboard.gateway.model.pace import Pace
from switchboard.gateway.settings import GatewaySettings


def test_without_a_setting_every_limit_is_the_documented_one() -> None:
    found, meant = GatewaySettings().allowances, Allowances()
    assert found.password.per_second == pytest.approx(meant.password.per_second)
    for name in ("visitor", "member", "address", "sockets_of_visitor", "sockets_of_address"):
        assert getattr(found, name) == getattr(meant, name)
    assert found.message_bytes == 16_384


def test_every_limit_is_a_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    told = {
        "VISITOR_BURST": "2",
        "VISITOR_PER_SECOND": "0.5",
        "MEMBER_BURST": "3",
        "MEMBER_PER_SECOND": "4",
        "ADDRESS_BURST": "5",
        "ADDRESS_PER_SECOND": "6",
        "PASSWORD_BURST": "7",
        "PASSWORD_PER_MINUTE": "60",
        "SOCKETS_OF_VISITOR": "8",
        "SOCKETS_OF_ADDRESS": "9",
        "MESSAGE_BYTES": "10",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"SWITCHBOARD_{name}", value)
    assert GatewaySettings().allowances == Allowances(
        visitor=Pace(2, 0.5),
        member=Pace(3, 4),
        address=Pace(5, 6),
        password=Pace(7, 1),
        sockets_of_visitor=8,
        sockets_of_address=9,
        message_bytes=10,
    )


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("VISITOR_BURST", "0"),
        ("VISITOR_PER_SECOND", "0"),
        ("SOCKETS_OF_ADDRESS", "-1"),
        ("MESSAGE_BYTES", "16385"),
    ],
)
def test_a_limit_that_would_let_nobody_in_or_everything_is_refused_at_the_start(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"SWITCHBOARD_{name}", value)
    with pytest.raises(ValidationError):
        GatewaySettings()


@pytest.mark.parametrize(
    ("demo", "host", "is_one"),
    [(True, "127.0.0.1", True), (False, "127.0.0.1", False), (True, "0.0.0.0", False)],  # noqa: S104
)
def test_a_demo_is_asked_for_and_on_loopback(*, demo: bool, host: str, is_one: bool) -> None:
    assert GatewaySettings(demo=demo, http_host=host).is_demo is is_one
