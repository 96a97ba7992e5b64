"""Whatever is sent to a documented address, the answer is a documented one, and never a 5xx.

Requests are made from the OpenAPI document by Schemathesis: as its schemas want them, at their
bounds, and otherwise. It runs last: it changes the workspace's settings as an Admin may.
"""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from tests.builders.whole_system import WholeSystem

from switchboard.local.demo import AGENT_EMAIL, PASSWORD

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_schema_conformance",
)
# Wrong passwords would lock the account for a while, and signing out end the session.
LEFT_OUT = ("/v1/sign-in", "/v1/sign-out", "/v1/me/sign-out-everywhere")


def as_admin(system: WholeSystem) -> str:
    with httpx.Client(base_url=system.gateway, headers={"Origin": system.gateway}) as client:
        body = {"email": AGENT_EMAIL, "password": PASSWORD}
        client.post("/v1/sign-in", json=body).raise_for_status()
        return "Cookie: " + "; ".join(f"{name}={value}" for name, value in client.cookies.items())


def as_visitor(system: WholeSystem) -> str:
    answer = httpx.post(f"{system.gateway}/v1/visitors", json={"site": "demo"})
    return f"Authorization: Bearer {answer.json()['token']}"


@pytest.mark.parametrize("signed_in", [as_admin, as_visitor])
def test_whatever_is_sent_the_answer_is_documented(
    system: WholeSystem, signed_in: object, tmp_path: Path
) -> None:
    assert callable(signed_in)
    line = [
        *(sys.executable, "-m", "schemathesis.cli", "run"),
        f"{system.gateway}/v1/openapi.json",
        *("--header", f"Origin: {system.gateway}", "--header", signed_in(system)),
        *("--phases", "coverage,fuzzing", "--checks", ",".join(CHECKS)),
        *("--max-examples", "10", "--seed", "1", "--workers", "2", "--no-color"),
        *(part for path in LEFT_OUT for part in ("--exclude-path", path)),
    ]
    told = subprocess.run(line, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout
    assert "Test cases" in told.stdout
