"""Nothing that anybody wrote, and nothing they sign in with, is told where operators look.

Neither in logs and error answers, nor in the reasons of what was refused or parked.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from tests.builders.whole_system import WholeSystem
from tests.chaos.house import House
from tests.chaos.unreadable import what_is_kept_of_unreadable_records

from switchboard.local.demo import AGENT_EMAIL

WRITTEN = "quetzalcoatlus"
NOTED = "pterodactylus"
MISTYPED = "a-mistyped-password"
ADDRESS = "somebody.private@example.org"
LOGS = ("*.log", "*.out")


async def test_no_text_token_password_or_address_stands_in_a_log_or_an_error_answer(
    system: WholeSystem, house: House
) -> None:
    where, visitor, _ = await house.a_visitor()
    path = f"/v1/conversations/{where}"
    assert (await visitor.post(f"{path}/messages", {"text": WRITTEN})).status_code == 201
    assert (await visitor.post(f"{path}/human")).is_success  # the AI may have asked already
    assert (await house.anna.post(f"{path}/accept")).status_code == 201
    assert (await house.anna.post(f"{path}/notes", {"text": NOTED})).status_code == 201
    refused = [
        await visitor.post(f"{path}/messages", {"text": WRITTEN, "more": WRITTEN}),
        await visitor.post(f"{path}/messages", {"text": [WRITTEN]}),
        await visitor.post(f"{path}/messages", {"text": WRITTEN * 10_000}),
        await visitor.post(f"{path}/email", {"email": f"{WRITTEN} {ADDRESS}"}),
        await visitor.post("/v1/sign-in", {"email": ADDRESS, "password": MISTYPED}),
        await visitor.post("/v1/sign-in", {"email": AGENT_EMAIL, "password": MISTYPED}),
        await visitor.post(f"/v1/{WRITTEN}", {"text": WRITTEN}),
    ]
    assert all(400 <= answer.status_code < 500 for answer in refused), refused
    kept = await what_is_kept_of_unreadable_records(system, WRITTEN)
    secrets = [WRITTEN, NOTED, MISTYPED, ADDRESS, *_tokens(house, visitor.headers)]
    logs = list(_lines_of_logs(system.state.folder))
    assert len(logs) > 100, "the logs were not found"
    assert [line for line in logs if "event parked" in line]
    assert [line for line in logs if "command refused" in line]
    told = [answer.text for answer in refused] + kept + logs
    assert not [line for line in told if any(secret in line for secret in secrets)]


def _tokens(house: House, headers: dict[str, str]) -> list[str]:
    cookies = house.anna.headers["Cookie"], house.ben.headers["Cookie"]
    sessions = [found.split("=", 1)[1] for one in cookies for found in re.split("; ", one)]
    return [headers["Authorization"].removeprefix("Bearer "), *sessions]


def _lines_of_logs(folder: Path) -> Iterator[str]:
    for pattern in LOGS:
        for file in folder.rglob(pattern):
            # Below `data` lie the segments of topics and the rows of tables, no logs.
            if "data" not in file.relative_to(folder).parts:
                yield from file.read_text(errors="replace").splitlines()
