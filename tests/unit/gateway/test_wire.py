"""What the wire is built on, and how frames look."""

from importlib.metadata import version

import pytest

from switchboard.gateway.api.sockets import wire
from switchboard.gateway.api.sockets.wire import framed


def test_picows_is_the_version_whose_undescribed_class_is_used() -> None:
    assert version("picows") == wire.READ_IN, "read picows' WSProtocol again, then pin"


@pytest.mark.parametrize(
    ("size", "head"),
    [
        (0, b"\x81\x00"),
        (125, b"\x81\x7d"),
        (126, b"\x81\x7e\x00\x7e"),
        (65_535, b"\x81\x7e\xff\xff"),
        (65_536, b"\x81\x7f" + (65_536).to_bytes(8)),
    ],
)
def test_a_frame_is_a_whole_unmasked_text_with_the_shortest_length(size: int, head: bytes) -> None:
    assert framed(b"x" * size) == head + b"x" * size


def test_texts_are_measured_in_utf_8() -> None:
    assert framed("ü") == b"\x81\x02\xc3\xbc"
