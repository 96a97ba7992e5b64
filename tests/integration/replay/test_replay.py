"""The replay of recorded conversations on real servers."""

import asyncio

from tests.integration.replay.stage import ABCD, TAU, Stage


async def test_the_twelve_abcd_conversations_audit_clean(stage: Stage) -> None:
    result = await stage.replay(ABCD)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Audit clean" in result.stdout


async def test_it_audits_clean_while_services_are_killed(stage: Stage) -> None:
    replay = asyncio.create_task(stage.replay(TAU, "--concurrency", "4"))
    for victim in (stage.conversation, stage.serve):
        await asyncio.sleep(2.0)
        assert not replay.done()
        await victim.kill()
        await victim.start()
    result = await replay
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Audit clean" in result.stdout


async def test_a_wrong_password_is_one_sentence(stage: Stage) -> None:
    result = await stage.replay(ABCD, "--agent-password", "not the password")
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "refused: POST /v1/sign-in was answered 401 wrong_credentials."
    ]
