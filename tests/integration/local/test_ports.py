from __future__ import annotations

import socket
from typing import TYPE_CHECKING

import pytest

from switchboard.local.errors import LocalError
from switchboard.local.ports import RANGE, Ports, free_port, is_taken

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def taken() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", free_port())) as server:
        yield server.getsockname()[1]


def test_a_port_is_remembered(tmp_path: Path) -> None:
    port = Ports(tmp_path / "ports.json").port("kafka")
    assert Ports(tmp_path / "ports.json").port("kafka") == port
    assert port in RANGE


def test_two_names_never_share_a_port(tmp_path: Path) -> None:
    ports, wanted = Ports(tmp_path / "ports.json"), free_port()
    assert ports.port("gateway", wanted) == wanted
    assert ports.port("demo", wanted) != wanted
    ports.let_go()


def test_a_preferred_port_that_is_taken_is_left_alone(tmp_path: Path, taken: int) -> None:
    assert Ports(tmp_path / "ports.json").port("gateway", taken) != taken


def test_of_two_clones_that_start_at_once_one_gets_the_preferred_port(tmp_path: Path) -> None:
    wanted = free_port()
    one, other = Ports(tmp_path / "one.json"), Ports(tmp_path / "other.json")
    assert one.port("gateway", wanted) == wanted
    assert other.port("gateway", wanted) != wanted
    one.require_free("gateway")
    one.let_go()
    assert not is_taken(wanted)


def test_a_remembered_port_that_is_taken_is_refused_with_what_to_do(
    tmp_path: Path, taken: int
) -> None:
    ports = Ports(tmp_path / "ports.json")
    ports.file.write_text(f'{{"gateway": {taken}}}')
    with pytest.raises(LocalError, match=f"Port {taken}.*stop that program, or delete"):
        ports.require_free("gateway")


def test_a_listener_on_ipv6_takes_the_port_too() -> None:
    if not socket.has_dualstack_ipv6():
        return
    with socket.create_server(("::1", free_port()), family=socket.AF_INET6) as server:
        assert is_taken(server.getsockname()[1])
