"""A page of another site changes nothing, on any route, whoever's browser it runs in."""

from typing import Any
from uuid import uuid4

import httpx
import pytest
import websockets
from tests.builders.overhearing import Overheard
from tests.integration.gateway.gateways import Client, Gateway, Socket
from tests.integration.gateway.test_gateway_api_keys import EVERYTHING, a_key

from switchboard.contracts.words import Role

READS = frozenset({"get", "head", "options"})
SECRETS = ("token", "password", "secret", "key", "session", "authorization")


async def _document(gateway: Gateway) -> dict[str, Any]:
    answer = await (await gateway.a_visitor()).http.get("/v1/openapi.json")
    document: dict[str, Any] = answer.json()
    return document


async def _changing(gateway: Gateway) -> list[tuple[str, str]]:
    """Method and path of every documented route that changes something."""
    document = await _document(gateway)
    routes = [
        (method, path)
        for path, operations in document["paths"].items()
        for method in operations
        if method not in READS
    ]
    assert len(routes) > 30
    return routes


async def _asked_from(
    client: Client, method: str, path: str, headers: dict[str, str]
) -> tuple[int, str]:
    place = path.replace("{", "").replace("}", "")
    for name in [part for part in path.split("/") if part.startswith("{")]:
        place = place.replace(name.strip("{}"), str(uuid4()))
    answer = await client.http.request(
        method,
        place,
        json={},
        headers={**client.headers, "Idempotency-Key": str(uuid4()), **headers},
    )
    return answer.status_code, answer.json()["code"] if answer.content else ""


async def test_no_route_obeys_a_foreign_page_whatever_proof_comes_with_it(
    gateway: Gateway,
) -> None:
    admin = await gateway.an_agent("Ann", Role.ADMIN)
    program, _ = await a_key(gateway, admin, *EVERYTHING)
    nobody = Client(gateway, (await gateway.a_visitor()).http, {}, uuid4())
    people = {
        "nobody": nobody,
        "visitor": await gateway.a_visitor(),
        "member": admin,
        "API key": program,
    }
    obeyed = [
        (who, method, path)
        for method, path in await _changing(gateway)
        for who, client in people.items()
        if await _asked_from(client, method, path, {"Origin": "https://evil.example"})
        != (403, "foreign_origin")
    ]
    assert obeyed == []
    assert (await admin.get("/v1/me")).status_code == 200
    assert (await program.get("/v1/me")).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "null"},
        {"Origin": "{url}.evil.example"},
        {"Origin": "https://127.0.0.1"},
        {"Origin": "http://127.0.0.1:1"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
async def test_whatever_is_not_our_own_origin_is_foreign(
    gateway: Gateway, headers: dict[str, str]
) -> None:
    visitor = await gateway.a_visitor()
    foreign = {name: value.format(url=gateway.url) for name, value in headers.items()}
    for path in ("/v1/visitors", "/v1/sign-in", "/v1/conversations"):
        assert await _asked_from(visitor, "post", path, foreign) == (403, "foreign_origin")


async def test_our_own_pages_and_programs_without_a_page_are_let_in(gateway: Gateway) -> None:
    visitor = await gateway.a_visitor()
    own: list[dict[str, str]] = [
        {},
        {"Origin": gateway.url},
        {"Origin": gateway.url, "Sec-Fetch-Site": "same-origin"},
    ]
    for headers in own:
        answer = await visitor.http.post("/v1/visitors", json={"site": "demo"}, headers=headers)
        assert answer.status_code == 201


@pytest.mark.parametrize("kind", ["team", "visitor"])
async def test_no_socket_opens_for_a_foreign_page(gateway: Gateway, kind: str) -> None:
    admin, visitor = await gateway.an_agent("Ann", Role.ADMIN), await gateway.a_visitor()
    cookie = "; ".join(f"{name}={value}" for name, value in admin.http.cookies.items())
    address = f"{gateway.url.replace('http', 'ws')}/v1/socket/{kind}"
    for origin in ("https://evil.example", "null", f"{gateway.url}.evil.example"):
        headers = {"Cookie": cookie, "Origin": origin}
        async with websockets.connect(address, additional_headers=headers) as connection:
            socket = Socket(connection)
            assert await socket.closed() == 4003
            assert socket.frames == []
    async with visitor.socket():
        pass


async def test_no_route_takes_a_token_in_its_address(gateway: Gateway) -> None:
    document = await _document(gateway)
    places = [
        (path, parameter["name"])
        for path, operations in document["paths"].items()
        for operation in operations.values()
        for parameter in operation.get("parameters", [])
        if parameter["in"] in {"path", "query"}
    ]
    assert len(places) > 30
    # The id of a key or secret opens nothing, nor does the name of a field of the analysis.
    suspect = [
        (path, name)
        for path, name in places
        if any(secret in name.lower() for secret in SECRETS)
        and name not in {"field_key", "api_key_id", "secret_id"}
    ]
    assert suspect == []


async def test_a_token_in_an_address_opens_nothing(gateway: Gateway, overheard: Overheard) -> None:
    admin, visitor = await gateway.an_agent("Ann", Role.ADMIN), await gateway.a_visitor()
    program, _ = await a_key(gateway, admin, *EVERYTHING)
    tokens = [
        visitor.token,
        program.headers["Authorization"].removeprefix("Bearer "),
        admin.http.cookies["switchboard_session"],
    ]
    stranger = (await gateway.a_visitor()).http
    with overheard.proofs_in_addresses_on_purpose():
        for token in tokens:
            await _opens_nothing(gateway.url, stranger, token)


async def _opens_nothing(url: str, stranger: httpx.AsyncClient, token: str) -> None:
    names = ("token", "access_token", "api_key", "authorization", "switchboard_session")
    for path in ("/v1/me", "/v1/conversations", "/v1/audit-log"):
        answer = await stranger.get(path, params=dict.fromkeys(names, token))
        assert answer.status_code == 401
    for kind in ("team", "visitor"):
        address = f"{url.replace('http', 'ws')}/v1/socket/{kind}?token={token}"
        async with websockets.connect(address) as connection:
            if kind == "visitor":
                await connection.send('{"frame":"ping"}')
            assert await Socket(connection).closed() == 4001
