"""The OpenAPI document says everything that may be answered."""

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from fastapi.routing import APIRoute

from switchboard.gateway.api.app import AREAS, create_app

_PROTOCOL = Path(__file__).parents[3] / "docs" / "protocol.md"
_REQUEST = re.compile(r"`((?:GET|POST|PUT|PATCH|DELETE)(?:, [A-Z]+)*) (/[^`?]*)`")
_PARAMETER = re.compile(r"\{[^}]*\}")


class _NoServices:
    origin = "http://gateway.example"
    is_ready = staticmethod(lambda: True)
    limits = None
    attachments = SimpleNamespace(most_bytes=1)


def _document() -> dict[str, Any]:
    return create_app(cast("Any", _NoServices()), None).openapi()


def test_every_answer_is_described_and_every_reference_leads_somewhere() -> None:
    document = _document()
    schemas = document["components"]["schemas"]
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, dict):
            if isinstance(value.get("$ref"), str):
                found.append(value["$ref"].rsplit("/", 1)[-1])
            for inner in value.values():
                walk(inner)
        elif isinstance(value, list):
            for inner in value:
                walk(inner)

    walk(document)
    assert found
    assert set(found) <= set(schemas)


def test_every_answer_that_has_a_body_says_what_stands_in_it() -> None:
    contents = [
        (method, path, status, answer["content"])
        for path, found in _document()["paths"].items()
        for method, operation in found.items()
        for status, answer in operation["responses"].items()
        if status != "204"
    ]
    assert len(contents) > 400
    for method, path, status, content in contents:
        assert content, (method, path, status)
        assert all(one.get("schema") for one in content.values()), (method, path, status)


def test_no_word_in_an_address_may_hold_what_the_database_cannot() -> None:
    """PostgreSQL cannot even look for U+0000: what has no format says what it is made of."""
    words = {
        (path, one["name"]): schema
        for path, found in _document()["paths"].items()
        for operation in found.values()
        for one in operation.get("parameters", ())
        for schema in one["schema"].get("anyOf", [one["schema"]])
        if schema.get("type") == "string" and not {"format", "enum", "const"} & schema.keys()
    }
    unbound = {place for place, schema in words.items() if "pattern" not in schema}
    assert {name for _, name in words.keys() - unbound} >= {"text", "query", "Idempotency-Key"}
    # Cursors are taken apart before anything is looked for; cookies are hashed.
    assert {name for _, name in unbound} == {"cursor"}


def test_every_command_documents_its_key_and_its_answers() -> None:
    document = _document()
    commands = [
        operation
        for path in document["paths"].values()
        for operation in path.values()
        if any(p["name"] == "Idempotency-Key" for p in operation.get("parameters", []))
    ]
    assert len(commands) > 10
    for operation in commands:
        assert {"202", "400", "401", "403", "409", "413", "422", "500", "503"} <= set(
            operation["responses"]
        )
        problem = operation["responses"]["409"]["content"]
        assert set(problem) == {"application/problem+json"}


def test_every_answer_that_is_a_problem_names_its_codes() -> None:
    operations = [
        (method, path, operation)
        for path, found in _document()["paths"].items()
        for method, operation in found.items()
        if path.startswith("/v1/")
    ]
    assert len(operations) > 40
    for method, path, operation in operations:
        told = operation["responses"]
        assert "`too_many_requests`" in told["429"]["description"], path
        assert "`internal`" in told["500"]["description"], path
        assert "`unavailable`" in told["503"]["description"], path
        if method != "get":
            assert "`foreign_origin`" in told["403"]["description"], (method, path)
        for status, answer in told.items():
            if int(status) >= 400:
                assert set(answer["content"]) == {"application/problem+json"}, (path, status)
                assert "`" in answer["description"], (path, status)


def test_whoever_joins_may_be_answered_like_whoever_signs_in() -> None:
    """Joining ends with a new session, which a new password or being disabled may forestall."""
    paths = _document()["paths"]
    for path in ("/v1/sign-in", "/v1/first-admin", "/v1/invitations/accept"):
        told = paths[path]["post"]["responses"]
        assert "`wrong_credentials`" in told["401"]["description"], path
        assert "`member_disabled`" in told["403"]["description"], path


def test_every_route_says_what_it_is_for() -> None:
    routes = [route for area in AREAS for route in area.routes if isinstance(route, APIRoute)]
    assert len(routes) > 20
    assert all(route.description for route in routes)


def test_the_protocol_page_names_every_operation_and_no_other() -> None:
    named = {
        (method.strip(), _PARAMETER.sub("{}", path))
        for methods, path in _REQUEST.findall(_PROTOCOL.read_text("utf-8"))
        for method in methods.split(",")
    }
    served = {
        (method.upper(), _PARAMETER.sub("{}", path))
        for path, operations in _document()["paths"].items()
        for method in operations
    }
    assert named == served | {("GET", "/v1/openapi.json")}
