"""A user asks for a ticket at the door, and learns its number and nothing else (rule T2)."""

import asyncio
from uuid import uuid4

from tests.integration.gateway.gateways import Gateway

from switchboard.contracts.commands.conversation import RequestTicket


async def test_a_ticket_is_asked_for_and_accepted_without_a_word_of_it(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    await gateway.voice.opens(visitor.conversation, visitor.id)
    path = f"/v1/conversations/{visitor.conversation}/ticket-requests"
    asking = asyncio.ensure_future(visitor.post(path, {"problem": "It is broken."}))
    command = await gateway.voice.hears(RequestTicket)
    assert isinstance(command.message, RequestTicket)
    assert (command.message.problem, command.message.visitor_id) == ("It is broken.", visitor.id)
    await gateway.voice.decides(command, accepted=True, data={})
    answer = await asking
    assert (answer.status_code, answer.json()) == (200, {})


async def test_a_foreign_conversation_and_a_wrong_body_are_refused(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    foreign = await visitor.post(f"/v1/conversations/{uuid4()}/ticket-requests")
    assert foreign.json()["code"] == "unknown_conversation"
    path = f"/v1/conversations/{visitor.conversation}/ticket-requests"
    wrong = await visitor.post(path, {"problem": " "})
    assert wrong.json()["code"] == "invalid_request"
