"""Things in every state that an operation wants, for whoever sends all that is documented."""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from tests.builders.people import Person
from tests.chaos.house import House
from tests.chaos.real_values import ANY, NEW, Values

from switchboard.contracts.events.public import PublicStatus

HEARD_SECONDS = 60
EMAIL = f"{NEW}@example.org"

_OF_CONVERSATION = "/v1/conversations/{conversation_id}"
_ON_ONE_OF_ITS_OWN = {
    f"POST {_OF_CONVERSATION}/take-over": "with the AI",
    f"POST {_OF_CONVERSATION}/accept": "waiting",
    f"POST {_OF_CONVERSATION}/return-to-ai": "held",
    f"POST {_OF_CONVERSATION}/close": "held",
    f"PUT {_OF_CONVERSATION}/assignee": "held",
    f"DELETE {_OF_CONVERSATION}/assignee": "held",
    f"POST {_OF_CONVERSATION}/analyses": "closed",
    f"DELETE {_OF_CONVERSATION}/collaborators/{{member_id}}": "followed",
}
"""The state in which an operation finds a conversation that no other operation changes."""


@dataclass(frozen=True)
class Account:
    """A new member, and how they sign in."""

    member_id: str
    email: str
    password: str


async def for_an_admin(house: House) -> Values:
    """What Anna may name: one thing of each kind, and more for the operations that use one up."""
    values = {ANY: await _shared(house)}
    for operation, state in _ON_ONE_OF_ITS_OWN.items():
        conversation, _ = await a_conversation(house, state)
        values[operation] = {"conversation_id": str(conversation)}
    for visitors in ("visitors/{visitor_id}/revoke", "persons/{person_id}/erase"):
        _, visitor = await a_conversation(house, "with the AI")
        values[f"POST /v1/{visitors}"] = dict.fromkeys(("visitor_id", "person_id"), str(visitor.id))
    for method in ("PUT", "DELETE"):
        values[f"{method} /v1/analysis/fields/{{field_key}}"] = {"field_key": await _a_field(house)}
    return values | await _of_members(house) | await files_of(house.anna, values[ANY])


async def _shared(house: House) -> dict[str, Any]:
    """What stays as it is, whatever is done with it."""
    conversation, _ = await a_conversation(house, "held")
    path, canned = f"/v1/conversations/{conversation}", f"/v1/canned-responses/{uuid4()}"
    about = {"subject": "Lost parcel", "description": "It never came."}
    ticket = await done(house.anna, "POST", f"{path}/tickets", about)
    saved = {"shortcut": f"hello-{uuid4().hex}", "text": "Good day"}
    key = await done(house.anna, "POST", "/v1/api-keys", {"name": "x", "scopes": ["converse"]})
    secret = await done(house.anna, "POST", "/v1/identity-secrets", {"site": "prepared.example"})
    return {
        "conversation_id": str(conversation),
        "attachments": [],
        "ticket_id": ticket["ticket_id"],
        "member_id": str(house.ben.id),
        "although_offline": True,
        "email": EMAIL,
        "key": f"field_{NEW}",
        "shortcut": NEW,
        "canned_response_id": (await done(house.anna, "PUT", canned, saved))["canned_response_id"],
        "api_key_id": key["api_key_id"],
        "secret_id": secret["secret_id"],
        "notification_id": await _a_notification(house, conversation),
    }


async def _of_members(house: House) -> Values:
    """Members whom anything may happen to, and one-time links."""
    invitation = await done(house.anna, "POST", "/v1/invitations", {"role": "agent"})
    changed, lost, forgetful = [await a_member(house) for _ in range(3)]
    path = f"/v1/members/{lost.member_id}/password-link"
    password = await done(house.anna, "POST", path)
    return {
        "PATCH /v1/members/{member_id}": {"member_id": changed.member_id},
        "POST /v1/members/{member_id}/password-link": {"member_id": forgetful.member_id},
        "POST /v1/invitations/accept": {"token": _token(invitation)},
        "POST /v1/password": {"token": _token(password)},
    }


def _token(made: dict[str, Any]) -> str:
    return str(made["link"]).rpartition("=")[2]


async def files_of(person: Person, shared: dict[str, Any]) -> Values:
    """A file that was sent in the shared conversation, and one that is still to be uploaded."""
    path = f"/v1/conversations/{shared['conversation_id']}"
    granted = [
        (await done(person, "POST", f"{path}/attachments", {"name": "a.txt"}))["attachment_id"]
        for _ in range(2)
    ]
    content = f"/v1/attachments/{granted[0]}/content"
    stored = await person.client.put(content, content=b"A parcel", headers=person.headers)
    assert stored.is_success, stored.text
    await done(person, "POST", f"{path}/messages", {"attachments": granted[:1]})
    return {
        "GET /v1/attachments/{attachment_id}": {"attachment_id": granted[0]},
        "PUT /v1/attachments/{attachment_id}/content": {"attachment_id": granted[1]},
    }


async def a_conversation(house: House, state: str) -> tuple[UUID, Person]:
    """A visitor's first conversation, brought into a state."""
    where, visitor, _ = await house.a_visitor()
    path = f"/v1/conversations/{where}"
    await done(visitor, "POST", f"{path}/messages", {"text": "Where is my parcel?"})
    if state == "waiting":
        await done(visitor, "POST", f"{path}/human")
    elif state != "with the AI":
        await done(house.anna, "POST", f"{path}/take-over")
    if state == "closed":
        await done(house.anna, "POST", f"{path}/close")
    if state == "followed":
        body = {"member_id": str(house.ben.id)}
        await done(house.anna, "POST", f"{path}/collaborators", body)
    return where, visitor


async def a_conversation_without_anybody(house: House) -> tuple[UUID, Person]:
    """One whose visitor is asked for an address (rule O1), now that nobody can be had any more."""
    async with asyncio.timeout(HEARD_SECONDS):
        while True:
            where, visitor = await a_conversation(house, "waiting")
            now = await done(visitor, "GET", f"/v1/conversations/{where}")
            if now["status"] == PublicStatus.OFFLINE:
                return where, visitor
            await asyncio.sleep(1)


async def a_member(house: House) -> Account:
    """A new agent."""
    named = {"email": f"{uuid4()}@example.org", "password": uuid4().hex}
    made = await done(house.anna, "POST", "/v1/members", named | {"full_name": "Some Body"})
    return Account(member_id=made["member_id"], **named)


async def _a_field(house: House) -> str:
    key = f"field_{uuid4().hex}"
    asked = {"key": key, "field_type": "text", "description": "What it is about", "options": []}
    await done(house.anna, "POST", "/v1/analysis/fields", asked)
    return key


async def _a_notification(house: House, conversation: UUID) -> str:
    """Ben mentions Anna, who is told (rule N2)."""
    note = {"text": f"<@{house.anna.id}>, have a look"}
    await done(house.ben, "POST", f"/v1/conversations/{conversation}/notes", note)
    async with asyncio.timeout(HEARD_SECONDS):
        while True:
            told = (await done(house.anna, "GET", "/v1/notifications"))["notifications"]
            for one in told:
                if one.get("conversation_id") == str(conversation):
                    return str(one["notification_id"])
            await asyncio.sleep(0.2)


async def done(who: Person, method: str, path: str, body: Any = None) -> dict[str, Any]:
    """What is answered to somebody who may ask for it.

    Raises:
        AssertionError: it is refused.
    """
    answer = await who.ask(method, path, body)
    assert answer.is_success, (method, path, answer.text)
    return dict(answer.json())
