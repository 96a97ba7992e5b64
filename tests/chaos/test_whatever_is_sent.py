"""Whatever is sent to a documented address, the answer is a documented one, and never a 5xx.

Requests are made from the OpenAPI document by Schemathesis: as its schemas want them, at their
bounds, and otherwise. Most of the well-formed ones name what there is, in the state that the
operation wants, so that successful answers are compared with their schemas, too. It runs last: it
changes the workspace's settings as an Admin may.
"""

import asyncio
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.builders.overhearing import Overheard
from tests.builders.people import UNDECIDED
from tests.builders.recorded_traffic import Exchange, exchanges, hear
from tests.builders.whole_system import WholeSystem
from tests.chaos import real_values
from tests.chaos.callers import CALLERS, Arrival, Caller
from tests.chaos.house import House

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
PROJECT = Path(__file__).parents[2]

NEVER_WELL_ANSWERED = {"POST /v1/first-admin": "its one-time link is of a new workspace"}
"""Operation by reason."""


@pytest.fixture(scope="module")
def well_answered() -> dict[str, set[str]]:
    """By caller, the methods and addresses of what was done, or read, as they asked."""
    return {}


@pytest.mark.parametrize("name", CALLERS)
async def test_whatever_is_sent_the_answer_is_documented(
    system: WholeSystem,
    house: House,
    *,
    name: str,
    well_answered: dict[str, set[str]],
    overheard: Overheard,
    tmp_path: Path,
) -> None:
    caller = CALLERS[name]
    arrival = await caller.arrives(house)
    told = await asyncio.to_thread(_send_all, system, caller, arrival, tmp_path)
    assert told.returncode == 0, told.stdout + told.stderr
    assert "Test cases" in told.stdout
    sent = list(exchanges(tmp_path / "sent.har"))
    _hear(overheard, sent, arrival.header)
    well_answered[name] = _well_answered(sent)
    assert _is_known(system, arrival.header) == caller.stays


def _send_all(
    system: WholeSystem, caller: Caller, arrival: Arrival, folder: Path
) -> "subprocess.CompletedProcess[str]":
    """Have Schemathesis send it all, and leave a report of it in the folder."""
    values = folder / "values.json"
    values.write_text(json.dumps(arrival.values), "utf-8")
    line = [
        *(sys.executable, "-m", "schemathesis.cli", "run"),
        f"{system.gateway}/v1/openapi.json",
        *("--header", f"Origin: {system.gateway}", "--header", arrival.header),
        *("--phases", "coverage,fuzzing", "--checks", ",".join(CHECKS)),
        *("--max-examples", "10", "--seed", "1", "--workers", "2", "--no-color"),
        *("--report", "har", "--report-har-path", "sent.har", "--output-sanitize", "false"),
        *caller.paths,
    ]
    told = {
        "PYTHONPATH": str(PROJECT),
        "SCHEMATHESIS_HOOKS": real_values.__name__,
        real_values.FILE: str(values),
    }
    environment = {**os.environ, **told}
    return subprocess.run(
        line, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def _hear(overheard: Overheard, sent: list[Exchange], header: str) -> None:
    """Have what the other process was told searched as what this one is told."""
    if header.startswith("Authorization: Bearer "):
        own = header.removeprefix("Authorization: Bearer ")
        assert own in overheard.tokens
        assert any(one.token == own and one.answered for one in sent)
    hear(overheard, sent)


def _well_answered(sent: list[Exchange]) -> set[str]:
    assert sent
    return {
        f"{one.method} {one.path}"
        for one in sent
        if 200 <= one.status < 300 and one.status != UNDECIDED
    }


def _is_known(system: WholeSystem, header: str) -> bool:
    """Whether the caller's session, or token, is still good for anything."""
    kind, _, value = header.partition(": ")
    with httpx.Client(base_url=system.gateway, headers={kind: value}) as client:
        path = "/v1/me" if kind == "Cookie" else "/v1/conversations"
        return client.get(path).status_code == 200


def test_each_operation_was_also_done_as_it_was_asked(
    system: WholeSystem, well_answered: dict[str, set[str]]
) -> None:
    """Else all that is documented of it may have been a refusal, and its answer never compared."""
    assert set(well_answered) == set(CALLERS), "this looks back at the tests before it"
    document = httpx.get(f"{system.gateway}/v1/openapi.json").json()
    done = set.union(*well_answered.values())
    never = {
        f"{method.upper()} {path}"
        for path, methods in document["paths"].items()
        for method in methods
        if not any(map(_addressed(method, path).fullmatch, done))
    }
    assert never == set(NEVER_WELL_ANSWERED)


def _addressed(method: str, path: str) -> re.Pattern[str]:
    """What matches a method and an address of an operation."""
    return re.compile(f"{method.upper()} " + re.sub(r"{\w+}", "[^/]+", path))
