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
    member = '{"email":"anna@team.example","full_name":"Anna Berg","public_name":"Anna"}'
    heard.answer("GET", "/v1/members", None, b"", f'{{"members":[{member}]}}')
    heard.socket("/v1/socket/visitor").got('{"text":"It left the house today.","author":"Anna"}')
    return heard


def page(*numbers: int, frame: str = "events") -> str:
    """Public events of one conversation, as REST and sockets tell them."""
    events = [{"conversation_id": "c", "public_seq": number} for number in numbers]
    return json.dumps({"frame": frame, "conversation_id": "c", "events": events})


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
        '{"author":"Anna Berg"}',
        '{"text":"You talked to Anna Berg."}',
    ],
)
@pytest.mark.parametrize("by_socket", [True, False])
def test_n1_a_leak_is_found_in_answers_and_frames(leak: str, *, by_socket: bool) -> None:
    heard = a_run()
    if by_socket:
        heard.socket("/v1/socket/visitor").got(leak)
    else:
        heard.answer("GET", "/v1/conversations", "t", b"", leak)
    assert heard.leaks() != []


def test_n1_a_note_that_was_sent_by_a_socket_is_known_too() -> None:
    heard = a_run()
    frame = {"frame": "command", "act": "add_note", "text": "nobody else may know"}
    heard.socket("/v1/socket/team").sent(json.dumps(frame))
    heard.socket("/v1/socket/visitor").got('"nobody else may know"')
    assert heard.leaks() == ["told: nobody else may know"]


def test_n1_the_id_of_a_note_that_the_team_hears_of_is_known_however_it_was_written() -> None:
    note = {"type": "conversation.internal_note_added", "message_id": "its id, made by the server"}
    for frame in ({"frame": "outcome", "event": note}, {"frame": "events", "events": [note]}):
        heard = a_run()
        heard.socket("/v1/socket/team").got(json.dumps(frame))
        heard.socket("/v1/socket/visitor").got('{"message_id":"its id, made by the server"}')
        assert heard.leaks() == ["told: its id, made by the server"]


def test_n1_a_short_note_is_found_as_a_whole_string_but_not_inside_a_word() -> None:
    heard = a_run()
    heard.answer("POST", "/v1/conversations/c/notes", None, b'{"text":"refund"}', "{}")
    heard.answer("GET", "/v1/conversations", "t", b"", '{"text":"It was refunded."}')
    assert heard.leaks() == []
    heard.answer("GET", "/v1/conversations", "t", b"", '{"text":"refund"}')
    assert heard.leaks() == ["told: refund"]


@pytest.mark.parametrize("by_socket", [True, False])
def test_n1_a_visitors_own_short_words_are_no_leak(*, by_socket: bool) -> None:
    heard = a_run()
    heard.answer("POST", "/v1/conversations/c/notes", None, b'{"text":"refund"}', "{}")
    if by_socket:
        heard.socket("/v1/socket/visitor").sent('{"frame":"command","id":"refund"}')
    else:
        heard.answer("POST", "/v1/conversations/c/email", "t", b'{"email":"refund"}', "{}")
    heard.answer("GET", "/v1/conversations", "t", b"", '{"text":"refund"}')
    assert heard.leaks() == []


@pytest.mark.parametrize("path", ["/v1/visitors", "/v1/visitors/identity"])
def test_n1_what_is_told_to_a_renewed_token_is_searched_and_so_is_its_own_answer(path: str) -> None:
    heard = a_run()
    heard.answer("POST", path, "t", b'{"site":"demo"}', '{"token":"another"}')
    heard.answer("GET", "/v1/conversations", "another", b"", '{"author":"anna@team.example"}')
    assert heard.leaks() == ["told: anna@team.example"]
    heard = a_run()
    heard.answer("POST", path, "t", b'{"site":"demo"}', '{"token":"another","seq":3}')
    assert heard.leaks() != []


def test_n1_a_hole_in_the_public_numbers_is_found_in_an_answer() -> None:
    heard = a_run()
    heard.answer("GET", "/v1/conversations/c/events", "t", b"", page(4, 5, 7))
    assert heard.leaks() == ["a hole from 5 to 7 in conversation c"]


def test_n1_a_hole_in_the_public_numbers_is_found_between_the_frames_of_a_socket() -> None:
    heard = a_run()
    socket = heard.socket("/v1/socket/visitor")
    for frame in (page(1, 2, frame="subscribed"), page(3), page(3, 4), page(6)):
        socket.got(frame)
    assert heard.leaks() == ["a hole from 4 to 6 in conversation c"]


def test_n1_what_is_told_by_another_socket_or_a_new_subscription_is_no_hole() -> None:
    heard = a_run()
    one, other = heard.socket("/v1/socket/visitor"), heard.socket("/v1/socket/visitor")
    one.got(page(1, 2, frame="subscribed"))
    other.got(page(5))
    one.got(page(7, 8, frame="subscribed"))
    one.got(page(9))
    assert heard.leaks() == []


def test_n1_only_the_holes_that_a_test_makes_itself_are_passed_over() -> None:
    heard = a_run()
    path = "/v1/conversations/c/events"
    heard.answer("GET", path, "t", b"", page(1, 3))
    with heard.holes_on_purpose():
        heard.answer("GET", path, "t", b"", page(4, 6))
    heard.answer("GET", path, "t", b"", page(7, 9))
    found = [f"a hole from {first} to {first + 2} in conversation c" for first in (1, 7)]
    assert heard.leaks() == found


def test_n1_only_a_demo_tells_visitors_its_own_accounts() -> None:
    accounts = '{"accounts":[{"email":"anna@team.example"}]}'
    heard = a_run()
    heard.answer("GET", "/v1/demo", "t", b"", accounts)
    assert heard.leaks() == []
    heard.answer("GET", "/v1/conversations", "t", b"", accounts)
    assert heard.leaks() == ["told: anna@team.example"]


def test_texts_addresses_and_whatever_proves_who_somebody_is_are_known_as_unspeakable() -> None:
    heard = Overheard()
    asked = b'{"email":"ben@team.example","password":"a long password"}'
    heard.answer("POST", "/v1/sign-in", None, asked, '{"public_name":"Ben"}')
    link = "http://gateway.example/panel/#invitation=works-only-once"
    heard.answer("POST", "/v1/invitations", None, b"{}", json.dumps({"link": link}))
    heard.answer("POST", "/v1/api-keys", None, b"{}", '{"api_key":"of somebody"}')
    heard.answer("POST", "/v1/visitors", None, b"{}", '{"token":"of a visitor"}')
    heard.answer("POST", "/v1/visitors/identity", "t", b'{"proof":"signed by the host"}', "{}")
    heard.answer("POST", "/v1/conversations/c/notes", None, b'{"text":"for the team"}', "{}")
    socket = heard.socket("/v1/socket/team")
    socket.sent('{"frame":"command","text":"sent by a socket"}')
    socket.got('{"frame":"events","events":[{"text":"heard from a socket"}]}')
    heard.learn_unspeakable(b'{"user_email":"of.a.user@example.org"}')
    wrong = '{"errors":[{"at":"body.text","problem":"string_too_long"}]}'
    heard.answer("POST", "/v1/conversations/c/ticket-requests", "t", b'{"problem":"asked"}', wrong)
    assert heard.unspeakable == {
        *("ben@team.example", "a long password", "works-only-once", "of somebody", "of a visitor"),
        *("signed by the host", "for the team", "sent by a socket", "heard from a socket"),
        *("of.a.user@example.org", "asked"),
    }


@pytest.mark.parametrize("address", ["/v1/me?token=works%20only%20once", "/v1/works only once"])
def test_what_proves_who_somebody_is_is_found_in_an_address(address: str) -> None:
    heard = a_run()
    heard.answer("POST", "/v1/sign-in", None, b'{"password":"works only once"}', "{}")
    with heard.proofs_in_addresses_on_purpose():
        heard.addresses.add(address)
    assert heard.leaks() == []
    heard.socket(address)
    assert heard.leaks() == ["in an address: works only once"]


def test_what_another_process_overheard_is_searched_too() -> None:
    heard, other = Overheard(), a_run()
    other.socket("/v1/socket/visitor").got(json.dumps({"text": NOTE}))
    heard.include(other.dumped())
    heard.include(a_run().dumped())
    assert heard.leaks() == other.leaks() != []
    assert heard.unspeakable == other.unspeakable


@pytest.mark.parametrize("nonsense", ["", "no JSON", "[]", '{"frame":' * 100_000])
def test_nonsense_is_heard_without_a_word(nonsense: str) -> None:
    heard = a_run()
    heard.socket("/v1/socket/visitor").sent(nonsense)
    heard.answer("POST", "/v1/conversations/c/messages", "t", nonsense.encode(), nonsense)
    assert heard.leaks() == []
