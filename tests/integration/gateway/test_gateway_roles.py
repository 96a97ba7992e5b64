"""Who may ask what over REST: the whole table, walked with every role (rule Team)."""

from functools import cache
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from tests.integration.gateway.gateways import Client, Gateway
from tests.integration.gateway.test_gateway_api_keys import a_key

from switchboard.contracts.words import Role
from switchboard.gateway.api.app import AREAS
from switchboard.gateway.api.documented import describe
from switchboard.gateway.model.permissions import SCOPES

ADMINS = frozenset({"admin"})
DEVELOPERS = ADMINS | {"developer"}
TEAM = DEVELOPERS | {"agent"}
VISITORS = frozenset({"visitor"})
EITHER = TEAM | VISITORS
ANYONE = EITHER | {"nobody"}

_ONE = "/v1/conversations/{conversation_id}"
ALLOWED = {
    "POST /v1/sign-in": ANYONE,
    "GET /v1/demo": ANYONE,
    "POST /v1/first-admin": ANYONE,
    "POST /v1/invitations/accept": ANYONE,
    "POST /v1/password": ANYONE,
    "POST /v1/visitors": ANYONE,
    "POST /v1/visitors/identity": VISITORS,
    "POST /v1/visitors/{visitor_id}/revoke": ADMINS,
    "GET /v1/identity-secrets": ADMINS,
    "POST /v1/identity-secrets": ADMINS,
    "DELETE /v1/identity-secrets/{secret_id}": ADMINS,
    "POST /v1/persons/{person_id}/erase": ADMINS,
    "GET /v1/me": TEAM,
    "PUT /v1/me/password": TEAM,
    "GET /v1/members": TEAM,
    "POST /v1/members": ADMINS,
    "POST /v1/invitations": ADMINS,
    "POST /v1/members/{member_id}/password-link": ADMINS,
    "PATCH /v1/members/{member_id}": ADMINS,
    "GET /v1/audit-log": ADMINS,
    "GET /v1/api-keys": ADMINS,
    "POST /v1/api-keys": ADMINS,
    "DELETE /v1/api-keys/{api_key_id}": ADMINS,
    "GET /v1/conversations": EITHER,
    "POST /v1/conversations": VISITORS,
    f"GET {_ONE}": EITHER,
    f"GET {_ONE}/events": EITHER,
    f"POST {_ONE}/messages": EITHER,
    f"POST {_ONE}/human": VISITORS,
    f"POST {_ONE}/email": VISITORS,
    f"POST {_ONE}/continue-with-assistant": VISITORS,
    f"POST {_ONE}/notes": TEAM,
    f"POST {_ONE}/attachments": EITHER,
    "PUT /v1/attachments/{attachment_id}/content": EITHER,
    "GET /v1/attachments/{attachment_id}": EITHER,
    f"GET {_ONE}/drafts": TEAM,
    f"PUT {_ONE}/read": TEAM,
    f"PUT {_ONE}/drafts/{{kind}}": TEAM,
    f"POST {_ONE}/accept": TEAM,
    f"POST {_ONE}/take-over": TEAM,
    f"POST {_ONE}/return-to-ai": TEAM,
    f"POST {_ONE}/close": TEAM,
    f"PUT {_ONE}/assignee": TEAM,
    f"DELETE {_ONE}/assignee": TEAM,
    f"PUT {_ONE}/priority": TEAM,
    f"PUT {_ONE}/user-email": TEAM,
    f"POST {_ONE}/collaborators": TEAM,
    f"DELETE {_ONE}/collaborators/{{member_id}}": TEAM,
    f"GET {_ONE}/tickets": TEAM,
    f"POST {_ONE}/tickets": TEAM,
    f"POST {_ONE}/ticket-requests": VISITORS,
    f"GET {_ONE}/analyses": TEAM,
    f"POST {_ONE}/analyses": TEAM,
    "GET /v1/analysis/fields": TEAM,
    "POST /v1/analysis/fields": DEVELOPERS,
    "PUT /v1/analysis/fields/{field_key}": DEVELOPERS,
    "DELETE /v1/analysis/fields/{field_key}": DEVELOPERS,
    "PUT /v1/analysis/field-order": DEVELOPERS,
    "GET /v1/search": TEAM,
    "GET /v1/tickets": TEAM,
    "GET /v1/tickets/{ticket_id}": TEAM,
    "GET /v1/tickets/{ticket_id}/history": TEAM,
    "PATCH /v1/tickets/{ticket_id}": TEAM,
    "GET /v1/notifications": TEAM,
    "POST /v1/notifications/{notification_id}/seen": TEAM,
    "POST /v1/notifications/{notification_id}/clicked": TEAM,
    "GET /v1/me/notification-preferences": TEAM,
    "PUT /v1/me/notification-preferences": TEAM,
    "PUT /v1/articles/{article_id}": DEVELOPERS,
    "GET /v1/canned-responses": TEAM,
    "PUT /v1/canned-responses/{canned_response_id}": DEVELOPERS,
    "DELETE /v1/canned-responses/{canned_response_id}": DEVELOPERS,
    "GET /v1/assistant/settings": DEVELOPERS,
    "PUT /v1/assistant/settings": DEVELOPERS,
    # Each ends its session, so whoever is asked is asked nothing else afterwards.
    "POST /v1/visitors/sign-out": VISITORS,
    "POST /v1/me/sign-out-everywhere": TEAM,
    "POST /v1/sign-out": TEAM,
}
ENDS = ("POST /v1/me/sign-out-everywhere", "POST /v1/sign-out", "POST /v1/visitors/sign-out")
# What a key of one scope opens, made by an Admin; `converse` opens all else that the team may.
SCOPED = {
    "manage_members": {
        "POST /v1/members",
        "POST /v1/invitations",
        "POST /v1/members/{member_id}/password-link",
        "PATCH /v1/members/{member_id}",
    },
    "manage_identity": {
        "POST /v1/visitors/{visitor_id}/revoke",
        "GET /v1/identity-secrets",
        "POST /v1/identity-secrets",
        "DELETE /v1/identity-secrets/{secret_id}",
    },
    "read_audit_log": {"GET /v1/audit-log"},
    "erase_persons": {"POST /v1/persons/{person_id}/erase"},
    "edit_assistant": {
        "PUT /v1/articles/{article_id}",
        "GET /v1/assistant/settings",
        "PUT /v1/assistant/settings",
    },
    "edit_analysis_fields": {
        "POST /v1/analysis/fields",
        "PUT /v1/analysis/fields/{field_key}",
        "DELETE /v1/analysis/fields/{field_key}",
        "PUT /v1/analysis/field-order",
    },
    "edit_canned_responses": {
        "PUT /v1/canned-responses/{canned_response_id}",
        "DELETE /v1/canned-responses/{canned_response_id}",
    },
}
OF_A_KEY = {"GET /v1/me"}
NEVER_A_KEYS = {
    "GET /v1/me/notification-preferences",
    "PUT /v1/me/notification-preferences",
    "PUT /v1/me/password",
    "GET /v1/api-keys",
    "POST /v1/api-keys",
    "DELETE /v1/api-keys/{api_key_id}",
    f"GET {_ONE}/drafts",
    f"PUT {_ONE}/drafts/{{kind}}",
    f"PUT {_ONE}/read",
    *ENDS,
}
_DENIED = {401, 403}
_PLACES = (
    "conversation_id",
    "member_id",
    "api_key_id",
    "visitor_id",
    "person_id",
    "secret_id",
    "ticket_id",
    "notification_id",
    "article_id",
    "canned_response_id",
    "kind",
    "attachment_id",
    "field_key",
)


def test_every_route_stands_in_the_table() -> None:
    routes = {
        f"{method} {route.path}"  # type: ignore[attr-defined]
        for router in AREAS
        for route in router.routes
        for method in route.methods  # type: ignore[attr-defined]
    }
    assert routes == set(ALLOWED)


async def test_every_role_may_do_what_the_table_says_and_nothing_else(gateway: Gateway) -> None:
    people = {
        "nobody": Client(gateway, (await gateway.a_visitor()).http, {}, uuid4()),
        "visitor": await gateway.a_visitor(),
        "agent": await gateway.an_agent("Ann", Role.AGENT),
        "developer": await gateway.an_agent("Dan", Role.DEVELOPER),
        "admin": await gateway.an_agent("Art", Role.ADMIN),
    }
    for role, person in people.items():
        found = {route for route in ALLOWED if route not in ENDS}
        found = {route for route in found if await _is_allowed(person, route)}
        for route in ENDS:
            last = await gateway.an_agent(role, Role(role)) if role in TEAM else person
            found |= {route} if await _is_allowed(last, route) else set()
        assert found == {route for route, roles in ALLOWED.items() if role in roles}, role


def _opened_by(scope: str) -> set[str]:
    anyones = {route for route, roles in ALLOWED.items() if roles == ANYONE}
    others = {route for routes in SCOPED.values() for route in routes} | NEVER_A_KEYS
    teams = {route for route, roles in ALLOWED.items() if "agent" in roles} - others
    return OF_A_KEY | anyones | (teams if scope == "converse" else SCOPED[scope])


@pytest.mark.parametrize("scope", sorted(SCOPES))
async def test_a_key_of_one_scope_opens_that_scopes_routes_and_no_other(
    gateway: Gateway, scope: str
) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    program, _ = await a_key(gateway, admin, scope)
    found = {route for route in ALLOWED if await _is_allowed(program, route)}
    assert found == _opened_by(scope)


async def test_a_key_of_every_scope_opens_no_more_than_its_makers_role(gateway: Gateway) -> None:
    head, maker = [await gateway.an_agent(name, Role.ADMIN) for name in ("Ann", "Art")]
    program, _ = await a_key(gateway, maker, *sorted(SCOPES))
    for role in (Role.DEVELOPER, Role.AGENT):
        change = await head.patch(f"/v1/members/{maker.id}", {"role": role})
        assert change.status_code == 200
        found = {route for route in ALLOWED if await _is_allowed(program, route)}
        may = {route for route, roles in ALLOWED.items() if str(role) in roles}
        assert found == may - NEVER_A_KEYS, role


async def _is_allowed(person: Client, route: str) -> bool:
    method, _, path = route.partition(" ")
    answer = await person.http.request(
        method,
        path.format(**dict.fromkeys(_PLACES, str(uuid4()))),
        json=None if method == "GET" else {},
        headers={**person.headers, "Idempotency-Key": str(uuid4())},
    )
    assert answer.status_code < 500, (route, answer.text)
    assert _is_documented(route, answer), (route, answer.text)
    return answer.status_code not in _DENIED


def _is_documented(route: str, answer: httpx.Response) -> bool:
    """Whether the OpenAPI document names the status of an answer, and the code of a refusal."""
    method, _, path = route.partition(" ")
    operation = _documented()["paths"][path][method.lower()]
    found = operation["responses"].get(str(answer.status_code))
    if found is None or answer.is_success:
        return found is not None
    return f"`{answer.json()['code']}`" in found["description"]


@cache
def _documented() -> dict[str, Any]:
    app = FastAPI()
    describe(app)
    for area in AREAS:
        app.include_router(area)
    return app.openapi()
