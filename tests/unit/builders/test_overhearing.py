"""What listens to the whole test run does hear a leak."""

import json

import pytest
from tests.builders.overhearing import Overheard

NOTE = 'He asked for a refund "again"'


def a_run() -> Overheard:
    """A visitor, an agent's message and a note."""
    heard = Overheard()
    heard.answer("POST", "/v1/visitors", None, b"{}", '{"token":"t","visitor_id":"v"}')
    path = "/v1/conversations/c"
    message = json.dumps({"text": "It left the house today."}).encode()
    heard.answer("POST", f"{path}/messages", None, message, '{"seq":4,"agent_id":"x"}')
    note = json.dumps({"text": NOTE}).encode()
    heard.answer("POST", f"{path}/notes", None, note, '{"message_id":"the id of the note"}')
    heard.answer("GET", "/v1/me", None, b"", '{"email":"anna@team.example"}')
    heard.answer("GET", f"{path}/events", "t", b"", '{"events":[{"public_seq":1}],"next":null}')
    heard.frame("/v1/socket/visitor", '{"text":"It left the house today."}', sent=False)
    return heard


def test_n1_what_visitors_are_told_in_order_is_no_leak() -> None:
    assert a_run().leaks() == []


@pytest.mark.parametrize(
    "leak",
    [
        json.dumps({"text": f"said: {NOTE}"}),
        '{"message_id":"the id of the note"}',
        '{"author":"anna@team.example"}',
        '{"seq":17}',
        '{"source":"internal_note"}',
    ],
)
@pytest.mark.parametrize("by_socket", [True, False])
def test_n1_a_leak_is_found_in_answers_and_frames(leak: str, *, by_socket: bool) -> None:
    heard = a_run()
    if by_socket:
        heard.frame("/v1/socket/visitor", leak, sent=False)
    else:
        heard.answer("GET", "/v1/conversations", "t", b"", leak)
    assert heard.leaks() != []


def test_n1_a_note_that_was_sent_by_a_socket_is_known_too() -> None:
    heard = a_run()
    frame = {"frame": "command", "act": "add_note", "text": "nobody else may know"}
    heard.frame("/v1/socket/team", json.dumps(frame), sent=True)
    heard.frame("/v1/socket/visitor", '"nobody else may know"', sent=False)
    assert heard.leaks() == ["told: nobody else may know"]
