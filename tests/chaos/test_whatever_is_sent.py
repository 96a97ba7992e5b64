"""Whatever is sent to a documented address, the answer is a documented one, and never a 5xx.

Requests are made from the OpenAPI document by Schemathesis: as its schemas want them, at their
bounds, and otherwise. It runs last: it changes the workspace's settings as an Admin may.
"""

import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from tests.builders.overhearing import Overheard
from tests.builders.recorded_traffic import Exchange, exchanges, hear
from tests.builders.whole_system import WholeSystem

from switchboard.local.demo import AGENT_EMAIL, PASSWORD

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
VISITORS_SIGN_OUT = "/v1/visitors/sign-out"
# Wrong passwords would lock the account for a while, and signing out end the session.
LEFT_OUT = ("/v1/sign-in", "/v1/sign-out", "/v1/me/sign-out-everywhere")

NEVER_WELL_ANSWERED = {
    **dict.fromkeys((f"POST {path}" for path in LEFT_OUT), "left out above"),
    "POST /v1/first-admin": "wants the one-time link of a new workspace",
    "POST /v1/invitations/accept": "wants an invitation's one-time link",
    "POST /v1/password": "wants a one-time link",
    "PUT /v1/me/password": "wants the present password",
    "POST /v1/visitors/identity": "wants a proof that the host site has signed",
}
"""What no chance makes up: operation by reason."""


@dataclass(frozen=True)
class Caller:
    """Somebody who sends all that is documented, or a part of it.

    Attributes:
        header: what they sign their requests with, once they are there.
        paths: options of Schemathesis that choose among the documented addresses.
    """

    header: Callable[[WholeSystem], str]
    paths: tuple[str, ...]


def as_admin(system: WholeSystem) -> str:
    with httpx.Client(base_url=system.gateway, headers={"Origin": system.gateway}) as client:
        body = {"email": AGENT_EMAIL, "password": PASSWORD}
        client.post("/v1/sign-in", json=body).raise_for_status()
        return "Cookie: " + "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def as_visitor(system: WholeSystem) -> str:
    answer = httpx.post(f"{system.gateway}/v1/visitors", json={"site": "demo"})
    return f"Authorization: Bearer {answer.json()['token']}"


def without(*paths: str) -> tuple[str, ...]:
    return tuple(part for path in paths for part in ("--exclude-path", path))


CALLERS = {
    "admin": Caller(as_admin, without(*LEFT_OUT)),
    "visitor": Caller(as_visitor, without(*LEFT_OUT, VISITORS_SIGN_OUT)),
    "visitor who leaves": Caller(as_visitor, ("--include-path", VISITORS_SIGN_OUT)),
}


@pytest.fixture(scope="module")
def well_answered() -> dict[str, set[str]]:
    """By caller, the methods and addresses that were answered with a 2xx."""
    return {}


@pytest.mark.parametrize("name", CALLERS)
def test_whatever_is_sent_the_answer_is_documented(
    system: WholeSystem,
    name: str,
    well_answered: dict[str, set[str]],
    overheard: Overheard,
    tmp_path: Path,
) -> None:
    header = CALLERS[name].header(system)
    line = [
        *(sys.executable, "-m", "schemathesis.cli", "run"),
        f"{system.gateway}/v1/openapi.json",
        *("--header", f"Origin: {system.gateway}", "--header", header),
        *("--phases", "coverage,fuzzing", "--checks", ",".join(CHECKS)),
        *("--max-examples", "10", "--seed", "1", "--workers", "2", "--no-color"),
        *("--report", "har", "--report-har-path", "sent.har", "--output-sanitize", "false"),
        *CALLERS[name].paths,
    ]
    told = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    assert "Test cases" in told.stdout
    sent = list(exchanges(tmp_path / "sent.har"))
    _hear(overheard, sent, header)
    well_answered[name] = _well_answered(sent)
    assert _is_known(system, header) == (name != "visitor who leaves")


def _hear(overheard: Overheard, sent: list[Exchange], header: str) -> None:
    """Have what the other process was told searched as what this one is told."""
    if header.startswith("Authorization: Bearer "):
        own = header.removeprefix("Authorization: Bearer ")
        assert own in overheard.tokens
        assert any(one.token == own and one.answered for one in sent)
    hear(overheard, sent)


def _well_answered(sent: list[Exchange]) -> set[str]:
    assert sent
    return {f"{one.method} {one.path}" for one in sent if 200 <= one.status < 300}


def _is_known(system: WholeSystem, header: str) -> bool:
    """Whether the caller's session, or token, is still good for anything."""
    kind, _, value = header.partition(": ")
    with httpx.Client(base_url=system.gateway, headers={kind: value}) as client:
        path = "/v1/me" if kind == "Cookie" else "/v1/conversations"
        return client.get(path).status_code == 200


def test_each_address_without_an_id_or_a_key_was_also_answered_well(
    system: WholeSystem, well_answered: dict[str, set[str]]
) -> None:
    """Else all that is documented may have been a refusal.

    Chance makes up no id that exists, and so few keys that most commands are conflicts.
    """
    assert set(well_answered) == set(CALLERS), "this looks back at the tests before it"
    document = httpx.get(f"{system.gateway}/v1/openapi.json").json()
    wanted = {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
        if "{" not in path and not _is_keyed(operation)
    }
    assert wanted - set.union(*well_answered.values()) == set(NEVER_WELL_ANSWERED)


def _is_keyed(operation: dict[str, Any]) -> bool:
    names = {parameter["name"] for parameter in operation.get("parameters", [])}
    return "Idempotency-Key" in names
