"""Nothing that anybody wrote, and nothing they sign in with, is told where operators look.

Neither in logs and error answers, nor in the reasons of what was refused or parked.
"""

from tests.builders.logs import logs
from tests.builders.whole_system import WholeSystem
from tests.chaos.house import House
from tests.chaos.signing_in import sessions_of, what_people_prove_themselves_with
from tests.chaos.unreadable import what_is_kept_of_unreadable_records

from switchboard.local.demo import AGENT_EMAIL

WRITTEN = "quetzalcoatlus"
NOTED = "pterodactylus"
MISTYPED = "a-mistyped-password"
ADDRESS = "somebody.private@example.org"


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
    proofs, refused_proofs = await what_people_prove_themselves_with(house)
    refused += refused_proofs
    assert all(400 <= answer.status_code < 500 for answer in refused), refused
    kept = await what_is_kept_of_unreadable_records(system, WRITTEN)
    tokens = _tokens(house, visitor.headers)
    secrets = [WRITTEN, NOTED, MISTYPED, ADDRESS, *tokens, *proofs]
    logged = [line for text in logs(system.state.folder) for line in text.splitlines()]
    assert len(logged) > 100, "the logs were not found"
    assert [line for line in logged if "event parked" in line]
    assert [line for line in logged if "command refused" in line]
    told = [answer.text for answer in refused] + kept + logged
    assert not [line for line in told if any(secret in line for secret in secrets)]


def _tokens(house: House, headers: dict[str, str]) -> list[str]:
    sessions = [*sessions_of(house.anna), *sessions_of(house.ben)]
    return [headers["Authorization"].removeprefix("Bearer "), *sessions]
