"""Names and types of files that strangers send; who may use and have which (rule N1)."""

from dataclasses import replace
from io import BytesIO
from uuid import UUID, uuid4
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from switchboard.contracts.words import Audience, Role
from switchboard.gateway.model.attachment import Upload, headers_of, text_with_files
from switchboard.gateway.model.file_names import LONGEST_NAME, safe_name
from switchboard.gateway.model.media_types import HEAD_BYTES, SHOWN, media_type
from switchboard.gateway.model.principals import Agent, Visitor

CONVERSATION = UUID("00000000-0000-0000-0000-0000000000cc")
VISITOR = Visitor(UUID("00000000-0000-0000-0000-0000000000aa"), "demo")
ANNA = Agent(UUID("00000000-0000-0000-0000-00000000000a"), "Anna", "Anna Berg", Role.ADMIN)
BEN = Agent(UUID("00000000-0000-0000-0000-00000000000b"), "Ben", "Ben Costa", Role.AGENT)

PNG = bytes.fromhex("89504e470d0a1a0a0000000d49484452") + bytes(64)
ACTIVE = {
    "html": b"<!DOCTYPE html><script>alert(1)</script>",
    "html without a head": b"<b onclick=alert(1)>Hello</b>",
    "html in utf-16": "<script>alert(1)</script>".encode("utf-16"),
    "svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "xml": b'<?xml version="1.0"?><a/>',
    "script": b"alert(document.cookie)",
    "pdf": b"%PDF-1.7\n1 0 obj<</OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF",
    "program": b"MZ" + bytes(100),
    "nothing known": bytes(range(256)),
}


def an_upload(**changes: object) -> Upload:
    plain = Upload(
        attachment_id=uuid4(),
        object_id=uuid4(),
        conversation_id=CONVERSATION,
        audience=Audience.PUBLIC,
        principal=ANNA.principal,
        name="bill.pdf",
        media_type="application/pdf",
        size=3,
        digest=b"d",
        is_stored=True,
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def _a_zip(*names: str) -> bytes:
    content = BytesIO()
    with ZipFile(content, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return content.getvalue()


@pytest.mark.parametrize(
    ("head", "found"),
    [
        (PNG, "image/png"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + bytes(32), "image/jpeg"),
        (b"GIF89a" + bytes(32), "image/gif"),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + bytes(32), "image/webp"),
        (ACTIVE["pdf"] + bytes(1), "application/pdf"),
        (_a_zip("a.txt"), "application/zip"),
        ("Grüße, 你好\n".encode(), "text/plain"),
        (ACTIVE["svg"], "text/plain"),
        (b"BMW cars are nice", "text/plain"),
        (bytes(16), "application/octet-stream"),
        (("é" * HEAD_BYTES).encode()[1 : HEAD_BYTES + 1], "application/octet-stream"),
        (("xé" * HEAD_BYTES).encode()[:HEAD_BYTES], "text/plain"),
    ],
)
def test_a_file_is_what_its_content_says(head: bytes, found: str) -> None:
    assert media_type(head) == found


@pytest.mark.parametrize("content", ACTIVE.values(), ids=ACTIVE)
def test_n1_what_could_be_active_is_saved_and_never_shown(content: bytes) -> None:
    given_out = headers_of(an_upload(media_type=media_type(content), name="photo.png"))
    assert given_out["Content-Type"] == "application/octet-stream"
    assert given_out["Content-Disposition"].startswith("attachment;")
    assert given_out["Content-Security-Policy"] == "default-src 'none'; sandbox"


def test_pictures_are_shown_whatever_they_are_called() -> None:
    given_out = headers_of(an_upload(media_type=media_type(PNG), name="page.html"))
    assert given_out["Content-Type"] == "image/png"
    assert given_out["Content-Disposition"] == "inline; filename*=UTF-8''page.html"
    assert not {kind for kind in SHOWN if not kind.startswith("image/")}


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("bill.pdf", "bill.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\me\\Rechnung März.pdf", "Rechnung März.pdf"),
        ("invoice\u202egpj.exe", "invoicegpj.exe"),
        ('a"b\r\nX-Evil: 1.txt', "a_bX-Evil_ 1.txt"),
        (".htaccess", "htaccess"),
        ("<@00000000-0000-0000-0000-00000000000a>", "_@00000000-0000-0000-0000-00000000000a_"),
        ("...", "file"),
        ("", "file"),
        ("\x00\x1f", "file"),
    ],
)
def test_a_name_is_made_harmless(name: str, safe: str) -> None:
    assert safe_name(name) == safe


def test_a_long_name_keeps_its_ending() -> None:
    assert safe_name("ä" * 300 + ".pdf").endswith("ä.pdf")
    assert safe_name("x." + "y" * 300).startswith("x.y")


@given(st.text(max_size=400))
def test_every_name_is_short_stays_as_it_is_and_fits_a_header(name: str) -> None:
    safe = safe_name(name)
    assert 0 < len(safe.encode("utf-8")) <= LONGEST_NAME
    assert safe_name(safe) == safe
    assert not set(safe) & set('/\\<>:"|?*\r\n\x00')
    headers_of(an_upload(name=safe))["Content-Disposition"].encode("ascii")


def test_n1_a_file_is_used_only_where_it_was_granted() -> None:
    upload = an_upload()
    assert upload.may_be_sent(ANNA.principal, CONVERSATION, Audience.PUBLIC)
    assert not upload.may_be_sent(BEN.principal, CONVERSATION, Audience.PUBLIC)
    assert not upload.may_be_sent(ANNA.principal, uuid4(), Audience.PUBLIC)
    assert not upload.may_be_sent(ANNA.principal, CONVERSATION, Audience.TEAM)
    assert not an_upload(is_stored=False).may_be_sent(ANNA.principal, CONVERSATION, Audience.PUBLIC)


def test_n1_before_it_is_sent_a_file_is_its_senders_then_its_audiences() -> None:
    unsent, sent = an_upload(), an_upload(command_id=uuid4())
    of_team = an_upload(command_id=uuid4(), audience=Audience.TEAM)
    assert [unsent.is_had_by(who) for who in (ANNA, BEN, VISITOR)] == [True, False, False]
    assert [sent.is_had_by(who) for who in (ANNA, BEN, VISITOR)] == [True, True, True]
    assert [of_team.is_had_by(who) for who in (ANNA, BEN, VISITOR)] == [True, True, False]
    assert not an_upload(is_stored=False).is_had_by(ANNA)


def test_n1_the_audience_stands_in_the_objects_name() -> None:
    upload = an_upload(audience=Audience.TEAM)
    assert upload.path == f"{CONVERSATION}/team/{upload.object_id}"
    assert str(upload.attachment_id) not in upload.path


def test_a_message_that_is_nothing_but_files_says_their_names() -> None:
    files = (an_upload().in_message(), an_upload(name="photo.png").in_message())
    assert text_with_files(None, files) == "bill.pdf\nphoto.png"
    assert text_with_files("Look", files) == "Look"
    assert text_with_files(None, ()) is None
