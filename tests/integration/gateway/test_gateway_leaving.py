"""Who may no longer be here leaves nothing behind that lets anybody in (rule Team)."""

from typing import Any

import pytest
from tests.integration.gateway.gateways import PASSWORD, Client, Gateway

from switchboard.contracts.commands.team import SaveMember
from switchboard.contracts.words import Role
from switchboard.gateway.clients.passwords import Passwords
from switchboard.gateway.handlers.team import saved_member


async def _sessions(gateway: Gateway, member: Client) -> int:
    statement = "SELECT count(*) FROM session WHERE member_id = $1"
    return int(await gateway.pool.fetchval(statement, member.id))


async def test_who_is_disabled_is_signed_out_by_the_decision_itself(gateway: Gateway) -> None:
    """Whatever becomes of the gateway that asked for it."""
    ben = await gateway.an_agent("Ben")
    assert await _sessions(gateway, ben) == 1
    gone = SaveMember(
        member_id=ben.id, public_name="Ben", full_name="Ben", role=Role.AGENT, active=False
    )
    async with ben.socket() as socket:
        await saved_member(gateway.services.commands, gone, "test", f"{ben.id} leaves")
        assert await socket.closed() == 4001
    assert await _sessions(gateway, ben) == 0


async def test_who_is_disabled_is_told_so_if_they_know_their_password(gateway: Gateway) -> None:
    admin, ben = await gateway.an_agent("Ann", Role.ADMIN), await gateway.an_agent("Ben")
    assert (await admin.patch(f"/v1/members/{ben.id}", {"active": False})).status_code == 200
    refused = await ben.sign_in(ben.email, PASSWORD)
    assert (refused.status_code, refused.json()["code"]) == (403, "member_disabled")
    guessed = await ben.sign_in(ben.email, "a guess")
    assert (guessed.status_code, guessed.json()["code"]) == (401, "wrong_credentials")
    assert await _sessions(gateway, ben) == 0
    assert (await admin.patch(f"/v1/members/{ben.id}", {"active": True})).status_code == 200
    assert (await ben.sign_in(ben.email, PASSWORD)).status_code == 200


class _Meanwhile(Passwords):
    """Something happens right after a password was found to be right."""

    def __init__(self, happens: Any) -> None:
        super().__init__()
        self._happens = happens

    async def matches(self, password_hash: str | None, password: str) -> bool:
        right = await super().matches(password_hash, password)
        await self._happens()
        return right


async def test_a_password_that_is_replaced_while_somebody_signs_in_with_it_lets_nobody_in(
    gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    ben, signing_in = await gateway.an_agent("Ben"), gateway.services.signing_in

    async def replaced() -> None:
        hashed = await signing_in.passwords.hashed("another password")
        await signing_in.accounts.change_password(ben.id, hashed, b"")

    monkeypatch.setattr(signing_in, "passwords", _Meanwhile(replaced))
    thief = await ben.sign_in(ben.email, PASSWORD)
    monkeypatch.undo()
    assert (thief.status_code, thief.json()["code"]) == (401, "wrong_credentials")
    assert await _sessions(gateway, ben) == 0
    assert (await ben.sign_in(ben.email, "another password")).status_code == 200


@pytest.mark.parametrize("loss", [{"active": False}, {"role": "developer"}])
async def test_links_end_with_the_right_to_make_them(
    gateway: Gateway, loss: dict[str, Any]
) -> None:
    head, admin = [await gateway.an_agent(name, Role.ADMIN) for name in ("Ann", "Art")]
    ben, somebody = await gateway.an_agent("Ben"), await gateway.a_visitor()
    invited = (await admin.post("/v1/invitations", {"role": "admin"})).json()["link"]
    lost = (await admin.post(f"/v1/members/{ben.id}/password-link")).json()["link"]
    joining = {"token": invited.rpartition("=")[2], "password": PASSWORD, "full_name": "Art Again"}
    joining["email"] = f"again-{admin.email}"
    setting = {"token": lost.rpartition("=")[2], "password": "a thief's password"}
    path = f"/v1/members/{admin.id}"
    assert (await head.patch(path, loss)).status_code == 200
    for where, body in (("/v1/invitations/accept", joining), ("/v1/password", setting)):
        refused = await somebody.http.post(where, json=body)
        assert (refused.status_code, refused.json()["code"]) == (401, "invalid_token"), where
    assert (await head.patch(path, {"active": True, "role": "admin"})).status_code == 200
    assert (await somebody.http.post("/v1/password", json=setting)).status_code == 204
