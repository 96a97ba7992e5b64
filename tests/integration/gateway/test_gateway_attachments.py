"""Files of messages: who may upload, send and have one, and what becomes of the others (N1)."""

import io
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from tests.integration.gateway.gateways import Client, Gateway
from tests.integration.gateway.test_gateway_api_keys import a_key
from tests.integration.gateway.uploading import (
    PNG,
    ask_to_upload,
    had,
    put_content,
    sending,
    uploaded,
)

from switchboard.contracts.commands.conversation import (
    AddInternalNote,
    SendAgentMessage,
    SendUserMessage,
)
from switchboard.contracts.topics import CONVERSATION_COMMANDS_TOPIC
from switchboard.contracts.words import Role
from switchboard.gateway.clients.files import Files, MissingFileError
from switchboard.gateway.handlers import attachments as handler
from switchboard.gateway.handlers.attachments import Attachments
from switchboard.gateway.store.attachments import find_upload
from switchboard.runtime.erasing import erase

PAGE = b"<!DOCTYPE html><script>alert(document.cookie)</script>"


async def _a_conversation(gateway: Gateway) -> Client:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    return visitor


async def test_n1_a_visitors_file_reaches_the_team_and_back(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    photo = await uploaded(visitor, visitor.conversation, name="../photo.png")
    asked = sending(visitor, visitor.conversation, photo)
    await gateway.voice.stores_user_message(await gateway.voice.hears(SendUserMessage))
    event = (await asked).json()
    assert event["text"] == "photo.png"
    assert event["attachments"] == [
        {
            "attachment_id": photo,
            "name": "photo.png",
            "media_type": "image/png",
            "size": len(PNG),
        }
    ]
    for person in (visitor, await gateway.an_agent("Ann")):
        answer = await had(person, photo)
        assert (answer.status_code, answer.content) == (200, PNG)
        assert answer.headers["content-type"] == "image/png"
        assert answer.headers["content-disposition"] == "inline; filename*=UTF-8''photo.png"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"
        assert answer.headers["cache-control"] == "no-store"


async def test_n1_a_page_is_saved_and_never_shown_whatever_it_is_called(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    page = await uploaded(visitor, visitor.conversation, PAGE, "photo.png")
    asked = sending(visitor, visitor.conversation, page, text="Look")
    await gateway.voice.stores_user_message(await gateway.voice.hears(SendUserMessage))
    assert (await asked).json()["attachments"][0]["media_type"] == "text/plain"
    answer = await had(await gateway.an_agent("Ann"), page)
    assert answer.content == PAGE
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''photo.png"
    assert answer.headers["content-security-policy"] == "default-src 'none'; sandbox"


async def test_n1_a_visitor_is_refused_a_notes_file_at_every_address(gateway: Gateway) -> None:
    visitor = await _a_conversation(gateway)
    ann = await gateway.an_agent("Ann")
    secret = await uploaded(ann, visitor.conversation, b"a secret", "s.txt", "team")
    asked = sending(ann, visitor.conversation, secret, to="notes")
    command = await gateway.voice.hears(AddInternalNote)
    await gateway.voice.stores_note(command)
    assert (await asked).status_code == 201
    assert (await had(ann, secret)).content == b"a secret"
    unknown = (await had(visitor, str(uuid4()))).json()
    for identifier in (secret, secret.upper(), secret.replace("-", ""), f"urn:uuid:{secret}"):
        answer = await had(visitor, identifier)
        assert (answer.status_code, answer.json()) == (404, unknown)
    row = await gateway.services.commands.pool.fetchrow(
        "SELECT object_id FROM attachment WHERE attachment_id = $1", UUID(secret)
    )
    inside = f"{visitor.conversation}/team/{row['object_id']}"
    for address in (
        f"/v1/attachments/{row['object_id']}",
        f"/v1/attachments/{inside}",
        f"/v1/attachments/{secret}/",
        f"/v1/attachments/{secret}/content",
        f"/v1/attachments/..%2f{inside}",
        f"/v1/conversations/{visitor.conversation}/attachments/{secret}",
        f"/{inside}",
        f"/files/{inside}",
    ):
        answer = await visitor.get(address)
        assert answer.status_code in {404, 405, 422, 307}, address
        assert b"a secret" not in answer.content
    events = await visitor.get(f"/v1/conversations/{visitor.conversation}/events")
    assert secret not in events.text


async def test_n1_a_file_is_given_to_nobody_but_its_sender_before_it_is_sent(
    gateway: Gateway,
) -> None:
    visitor = await _a_conversation(gateway)
    ann, ben = await gateway.an_agent("Ann"), await gateway.an_agent("Ben", Role.ADMIN)
    program, _ = await a_key(gateway, ben, "converse")
    draft = await uploaded(ann, visitor.conversation)
    assert (await had(ann, draft)).status_code == 200
    for other in (visitor, ben, program):
        assert (await had(other, draft)).status_code == 404
        assert (await put_content(other, draft, b"another content")).status_code == 404
    nobody = Client(gateway, (await gateway.a_visitor()).http, {}, uuid4())
    assert (await had(nobody, draft)).status_code == 401


async def test_n1_a_visitor_has_no_file_of_another_visitors_conversation(gateway: Gateway) -> None:
    visitor, stranger = await gateway.a_visitor(), await _a_conversation(gateway)
    photo = await uploaded(visitor, visitor.conversation)
    asked = sending(visitor, visitor.conversation, photo)
    await gateway.voice.stores_user_message(await gateway.voice.hears(SendUserMessage))
    assert (await asked).status_code == 201
    assert (await had(stranger, photo)).json()["code"] == "unknown_attachment"
    refused = await ask_to_upload(stranger, visitor.conversation, "x.png", "public")
    assert (refused.status_code, refused.json()["code"]) == (404, "unknown_conversation")
    team = await ask_to_upload(visitor, visitor.conversation, "x.png", "team")
    assert (team.status_code, team.json()["code"]) == (403, "not_allowed")


async def test_n1_a_grant_is_good_for_its_principal_conversation_and_audience_alone(
    gateway: Gateway,
) -> None:
    one, other = await _a_conversation(gateway), await _a_conversation(gateway)
    ann, ben = await gateway.an_agent("Ann"), await gateway.an_agent("Ben")
    public = await uploaded(ann, one.conversation)
    team = await uploaded(ann, one.conversation, audience="team")
    empty = (await ask_to_upload(ann, one.conversation, "x", "public")).json()["attachment_id"]
    for who, where, file, to in (
        (ben, one.conversation, public, "messages"),
        (ann, other.conversation, public, "messages"),
        (one, one.conversation, public, "messages"),
        (ann, one.conversation, public, "notes"),
        (ann, one.conversation, team, "messages"),
        (ann, one.conversation, empty, "messages"),
        (ann, one.conversation, str(uuid4()), "messages"),
    ):
        refused = await sending(who, where, file, to=to, text="Look")
        assert (refused.status_code, refused.json()["code"]) == (404, "unknown_attachment"), to
    nothing = await sending(ann, one.conversation)
    assert nothing.status_code == 422


async def test_a_file_is_in_one_message_whose_repeats_have_it_too(gateway: Gateway) -> None:
    visitor = await _a_conversation(gateway)
    ann = await gateway.an_agent("Ann")
    photo = await uploaded(ann, visitor.conversation)
    sent = sending(ann, visitor.conversation, photo, key="first", text="Look")
    command = await gateway.voice.hears(SendAgentMessage)
    again = sending(ann, visitor.conversation, photo, key="first", text="Look")
    repeat = await gateway.voice.hears(SendAgentMessage)
    assert (repeat.envelope.id, repeat.message) == (command.envelope.id, command.message)
    await gateway.voice.stores_agent_message(command)
    assert [(await task).status_code for task in (sent, again)] == [201, 201]
    used = await sending(ann, visitor.conversation, photo, key="second", text="Look")
    assert (used.status_code, used.json()["code"]) == (409, "attachment_used")


async def test_a_refused_messages_file_may_be_sent_again(gateway: Gateway) -> None:
    visitor = await _a_conversation(gateway)
    ann = await gateway.an_agent("Ann")
    photo = await uploaded(ann, visitor.conversation)
    async with ann.socket() as socket:
        await socket.send(
            frame="command",
            id="refused",
            conversation_id=visitor.conversation,
            act="send_message",
            attachments=[photo],
        )
        await gateway.voice.refuses(await gateway.voice.hears(SendAgentMessage), "not_assigned")
        assert (await socket.until("outcome"))["problem"]["code"] == "not_assigned"
    sent = sending(ann, visitor.conversation, photo, key="accepted", text="Look")
    await gateway.voice.stores_agent_message(await gateway.voice.hears(SendAgentMessage))
    assert (await sent).status_code == 201
    reused = sending(ann, visitor.conversation, photo, key="accepted", text="Another text")
    await gateway.voice.refuses(await gateway.voice.hears(SendAgentMessage), "command_id_reused")
    assert (await reused).json()["code"] == "command_id_reused"
    used = await sending(ann, visitor.conversation, photo, text="Look")
    assert used.json()["code"] == "attachment_used"


async def test_the_file_of_a_message_that_is_too_long_may_be_sent_again(gateway: Gateway) -> None:
    visitor = await _a_conversation(gateway)
    ann = await gateway.an_agent("Ann")
    photo = await uploaded(ann, visitor.conversation)
    asking = gateway.services.asking
    object.__setattr__(asking, "message_bytes", 10)
    try:
        refused = await sending(ann, visitor.conversation, photo, text="Look at this")
        assert (refused.status_code, refused.json()["code"]) == (413, "too_large")
    finally:
        object.__setattr__(asking, "message_bytes", 16_384)
    sent = sending(ann, visitor.conversation, photo, text="Look")
    await gateway.voice.stores_agent_message(await gateway.voice.hears(SendAgentMessage))
    assert (await sent).status_code == 201


async def test_an_upload_has_one_content_and_a_limit(gateway: Gateway) -> None:
    visitor = await _a_conversation(gateway)
    most = gateway.services.attachments.most_bytes

    async def too_much() -> AsyncIterator[bytes]:
        for _ in range(0, most + 1_000_000, 1_000_000):
            yield bytes(1_000_000)

    granted = (await ask_to_upload(visitor, visitor.conversation, "x", "public")).json()
    identifier = granted["attachment_id"]
    for content, status, code in (
        (bytes(most + 1), 413, "too_large"),
        (too_much(), 413, "too_large"),
        (b"", 422, "invalid_request"),
        (b"One", 200, None),
        (b"One", 200, None),
        (b"Two", 409, "uploaded_already"),
    ):
        answer = await put_content(visitor, identifier, content)
        assert (answer.status_code, answer.json().get("code")) == (status, code)
    assert (await had(visitor, identifier)).content == b"One"


async def test_nobody_hoards_uploads_that_are_never_sent(gateway: Gateway) -> None:
    visitor = await _a_conversation(gateway)
    for _ in range(30):
        assert (
            await ask_to_upload(visitor, visitor.conversation, "x", "public")
        ).status_code == 201
    refused = await ask_to_upload(visitor, visitor.conversation, "x", "public")
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_uploads")


async def _aged(attachments: Attachments, column: str, hours: float, *files: str) -> None:
    await attachments.pool.execute(
        f"UPDATE attachment SET {column} = now() - $1 * interval '1 hour' "  # noqa: S608 - ours
        "WHERE attachment_id = ANY($2::uuid[])",
        hours,
        [UUID(file) for file in files],
    )


async def _left(attachments: Attachments, file: str) -> bool:
    """Whether anything is known of a file."""
    found = await attachments.pool.fetchval(
        "SELECT true FROM attachment WHERE attachment_id = $1", UUID(file)
    )
    return bool(found)


async def test_an_unsent_upload_dies_after_a_day_with_its_object(gateway: Gateway) -> None:
    visitor = await _a_conversation(gateway)
    attachments = gateway.services.attachments
    old, young = [await uploaded(visitor, visitor.conversation) for _ in range(2)]
    await _aged(attachments, "granted_at", 24.1, old)
    await _aged(attachments, "granted_at", 23.9, young)
    path = await attachments.pool.fetchrow(
        "SELECT * FROM attachment WHERE attachment_id = $1", UUID(old)
    )
    await attachments.sweep()
    assert [(await had(visitor, file)).status_code for file in (old, young)] == [404, 200]
    assert not await _left(attachments, old)
    with pytest.raises(MissingFileError):
        await attachments.files.read(
            f"{path['conversation_id']}/{path['audience']}/{path['object_id']}"
        )


async def test_a_claim_without_a_message_dies_with_the_topic_of_commands(gateway: Gateway) -> None:
    """As after a crash between the claim and the command, whose client never came back."""
    visitor = await _a_conversation(gateway)
    ann = await gateway.an_agent("Ann")
    attachments = gateway.services.attachments
    lost, sent, recent = [await uploaded(ann, visitor.conversation) for _ in range(3)]
    asked = sending(ann, visitor.conversation, sent, text="Look")
    command = await gateway.voice.hears(SendAgentMessage)
    await gateway.voice.stores_agent_message(command)
    assert (await asked).status_code == 201
    hours = CONVERSATION_COMMANDS_TOPIC.retention.total_seconds() / 3600
    for file in (lost, recent):
        await attachments.pool.execute(
            "UPDATE attachment SET command_id = $2, claimed_at = now() WHERE attachment_id = $1",
            UUID(file),
            uuid4(),
        )
    await attachments.pool.execute(
        "UPDATE attachment SET kept_at = NULL WHERE attachment_id = $1", UUID(sent)
    )
    await _aged(attachments, "claimed_at", hours + 0.1, lost, sent)
    await _aged(attachments, "claimed_at", hours - 0.1, recent)
    await attachments.sweep()
    found = [await _left(attachments, file) for file in (lost, sent, recent)]
    assert found == [False, True, True]
    assert (await had(visitor, sent)).status_code == 200


async def test_e1_every_file_of_an_erased_person_is_gone(gateway: Gateway) -> None:
    erased, kept = await _a_conversation(gateway), await _a_conversation(gateway)
    attachments = gateway.services.attachments
    files = [await uploaded(erased, erased.conversation, name="needle.png") for _ in range(3)]
    other = await uploaded(kept, kept.conversation)
    for _ in range(2):
        await erase(attachments.pool, [str(erased.conversation)])
        await attachments.sweep()
    assert [await _left(attachments, file) for file in files] == [False] * 3
    assert (await had(kept, other)).status_code == 200
    refused = await sending(erased, erased.conversation, files[0])
    assert refused.json()["code"] == "unknown_attachment"


async def test_e1_an_object_that_the_store_does_not_let_go_keeps_no_other(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor = await _a_conversation(gateway)
    attachments = gateway.services.attachments
    files = [await uploaded(visitor, visitor.conversation) for _ in range(3)]
    held = await find_upload(attachments.pool, UUID(files[0]))
    assert held is not None
    delete = Files.delete

    async def refusing(store: Files, path: str) -> None:
        if path == held.path:
            raise PermissionError
        await delete(store, path)

    await erase(attachments.pool, [str(visitor.conversation)])
    with monkeypatch.context() as refused:
        refused.setattr(Files, "delete", refusing)
        refused.setattr(handler, "_MOST_AT_ONCE", 1)  # more are held than a sweep takes
        for _ in range(100):
            await attachments.sweep()
    assert [await _left(attachments, file) for file in files] == [True, False, False]
    await attachments.sweep()
    assert not await _left(attachments, files[0])


async def test_e1_an_object_is_found_although_its_gateway_died_before_it_noted_it(
    gateway: Gateway,
) -> None:
    """The erasure and a sweep come between the last byte and the note that never follows."""
    visitor = await _a_conversation(gateway)
    attachments = gateway.services.attachments
    file = await uploaded(visitor, visitor.conversation)
    upload = await find_upload(attachments.pool, UUID(file))
    assert upload is not None
    await attachments.pool.execute(
        "UPDATE attachment SET stored_at = NULL WHERE attachment_id = $1", UUID(file)
    )
    await erase(attachments.pool, [str(visitor.conversation)])
    await attachments.files.delete(upload.path)
    await attachments.sweep()
    await attachments.files.put(upload.path, io.BytesIO(PNG))
    await _aged(attachments, "doomed_at", 1.1, file)
    await attachments.sweep()
    with pytest.raises(MissingFileError):
        await attachments.files.read(upload.path)
    assert not await _left(attachments, file)
