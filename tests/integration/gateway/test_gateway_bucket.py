"""The files of messages in a bucket of S3, through the doors of gateways before the real rules."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.builders.buckets import Bucket, S3Server
from tests.integration.gateway.gateways import Client
from tests.integration.gateway.uploading import (
    PNG,
    ask_to_upload,
    had,
    put_content,
    sending,
    uploaded,
)
from tests.integration.gateway.vouching import House, a_house

from switchboard.gateway.handlers.file_store import ForeignStoreError
from switchboard.local.infrastructure import Kafka, Postgres

LARGE = b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50_000
"""A picture that fills more than one answer of the bucket."""


@pytest.fixture(scope="module")
def bucket(s3: S3Server) -> Bucket:
    return s3.new_bucket()


@pytest.fixture(scope="module")
async def house(kafka: Kafka, postgres: Postgres, bucket: Bucket) -> AsyncIterator[House]:
    async with a_house(kafka, postgres, bucket.url) as house:
        yield house


async def _sent(client: Client, conversation: UUID, *files: str, **body: Any) -> None:
    key = str(uuid4())
    async with asyncio.timeout(20):
        while True:
            answer = await sending(client, conversation, *files, key=key, **body)
            if answer.status_code != 202:
                break
    assert answer.status_code == 201, answer.text


def _of(bucket: Bucket, conversation: UUID) -> list[str]:
    """For whom the objects of a conversation are, whole ones and others."""
    names = [name.split("/") for name in (*bucket.objects(), *bucket.begun())]
    return sorted(rest[0] for owner, *rest in names if owner == str(conversation))


async def test_n1_a_large_file_lies_in_the_bucket_and_reaches_the_other_side_at_every_gateway(
    house: House, bucket: Bucket
) -> None:
    visitor = await house.gateway.a_visitor()
    await _sent(visitor, visitor.conversation, text="Hello.")
    photo = await uploaded(visitor, visitor.conversation, LARGE)
    await _sent(visitor, visitor.conversation, photo)
    assert _of(bucket, visitor.conversation) == ["public"]
    async with house.gateway.another() as other:
        away = await other.an_agents_other_place(house.admin)
        for person in (visitor, house.admin, away):
            answer = await had(person, photo)
            assert (answer.status_code, answer.content) == (200, LARGE)
            assert answer.headers["content-type"] == "image/png"


async def test_n1_a_notes_file_in_the_bucket_is_given_to_the_team_and_to_no_visitor(
    house: House, bucket: Bucket
) -> None:
    visitor = await house.gateway.a_visitor()
    await _sent(visitor, visitor.conversation, text="Hello.")
    secret = await uploaded(house.admin, visitor.conversation, b"a secret", "s.txt", "team")
    await _sent(house.admin, visitor.conversation, secret, to="notes")
    assert _of(bucket, visitor.conversation) == ["team"]
    answer = await had(await house.gateway.an_agent("Ben"), secret)
    assert (answer.status_code, answer.content) == (200, b"a secret")
    unknown = await had(visitor, str(uuid4()))
    refused = await had(visitor, secret)
    assert (refused.status_code, refused.json()) == (404, unknown.json())
    assert (await put_content(visitor, secret, b"another")).status_code == 404
    assert (
        secret not in (await visitor.get(f"/v1/conversations/{visitor.conversation}/events")).text
    )


async def test_e1_of_an_erased_person_nothing_is_left_in_the_bucket_sent_or_not(
    house: House, bucket: Bucket
) -> None:
    erased, kept = [await house.gateway.a_visitor() for _ in range(2)]
    for visitor in (erased, kept):
        await _sent(visitor, visitor.conversation, text="Hello.")
        photo = await uploaded(visitor, visitor.conversation, LARGE)
        await _sent(visitor, visitor.conversation, photo)
    await uploaded(erased, erased.conversation)
    note = await uploaded(house.admin, erased.conversation, audience="team")
    await _sent(house.admin, erased.conversation, note, to="notes")
    assert _of(bucket, erased.conversation) == ["public", "public", "team"]
    await _erase(house, erased)
    async with asyncio.timeout(20):
        while _of(bucket, erased.conversation):
            await house.gateway.services.attachments.sweep()
    assert (await had(house.admin, note)).status_code == 404
    assert (await had(kept, photo)).content == LARGE


async def _erase(house: House, visitor: Client) -> None:
    path, key = f"/v1/persons/{visitor.id}/erase", str(uuid4())
    async with asyncio.timeout(20):
        while (answer := await house.admin.post(path, key=key)).status_code == 202:
            pass
    assert answer.status_code == 200, answer.text


async def test_a_gateway_with_another_bucket_or_another_place_in_it_is_refused(
    house: House, bucket: Bucket, s3: S3Server
) -> None:
    for elsewhere in (f"s3://{bucket.name}/other", s3.new_bucket().url, "s3://no-such-bucket/team"):
        with pytest.raises(ForeignStoreError):
            async with replace(house.gateway, files=elsewhere).another():
                pass


async def test_a_bucket_that_does_not_answer_holds_up_files_and_nothing_else(
    house: House, s3: S3Server
) -> None:
    members = [await house.gateway.an_agent(name) for name in ("Ann", "Ben")]
    visitor = await house.gateway.a_visitor()
    await _sent(visitor, visitor.conversation, text="Hello.")
    wanted = [
        (one, (await ask_to_upload(one, visitor.conversation, "x", "team")).json())
        for one in members
        for _ in range(20)
    ]
    with s3.frozen():
        uploads = [
            asyncio.create_task(put_content(one, granted["attachment_id"], PNG))
            for one, granted in wanted
        ]
        await asyncio.wait(uploads, timeout=1)
        async with asyncio.timeout(5):
            await house.gateway.an_agents_other_place(members[0])
            await _sent(visitor, visitor.conversation, text="Still here?")
        assert not any(upload.done() for upload in uploads)
    assert {(await upload).status_code for upload in uploads} == {200}
