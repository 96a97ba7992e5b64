"""The command `switchboard replay` on real servers."""

from tests.builders.overhearing import Overheard
from tests.integration.replay.stage import ABCD, Stage

VIEWS = (
    "database, messages",
    "database, events",
    "database, public",
    "API, agent",
    "API, visitor",
    "Kafka, events",
    "Kafka, public",
)


async def test_the_twelve_abcd_conversations_audit_clean_and_are_counted(
    stage: Stage, overheard: Overheard
) -> None:
    before = len(overheard.tokens)
    result = await stage.replay(ABCD)
    assert result.returncode == 0, result.stdout + result.stderr
    lines = result.stdout.splitlines()
    assert lines[-1] == "Audit clean."
    for view in ("files", *VIEWS):
        (line,) = (line for line in lines if line.startswith(view))
        assert line.removeprefix(view).split()[:4] == ["12", "243", "125", "118"]
    for place in ("API", "database", "Kafka"):
        assert f"12 conversations analysed ({place})." in lines
    assert len(overheard.tokens) == before + 12, "what its visitors were told was not overheard"


async def test_a_wrong_password_is_one_sentence(stage: Stage) -> None:
    result = await stage.replay(ABCD, "--agent-password", "not the password")
    assert result.returncode == 1
    assert result.stderr.splitlines() == [
        "refused: POST /v1/sign-in was answered 401 wrong_credentials."
    ]
