"""Decisions and models are pure: no clock, ids, randomness, input, output or await."""

from pathlib import Path

import pytest
from tests.architecture.purity import impurities

PROJECT = Path(__file__).parents[2]
RULES = sorted(
    path
    for folder in ("decisions", "model")
    for path in PROJECT.glob(f"services/*/src/switchboard/*/{folder}/**/*.py")
)


def test_there_are_rules_to_check() -> None:
    services = {path.relative_to(PROJECT).parts[1] for path in RULES}
    assert services == {path.name for path in (PROJECT / "services").iterdir() if path.is_dir()}


@pytest.mark.parametrize("path", RULES, ids=lambda path: str(path.relative_to(PROJECT)))
def test_a_rule_is_pure(path: Path) -> None:
    assert not impurities(path.read_text("utf-8"))


@pytest.mark.parametrize(
    "planted",
    [
        "from datetime import datetime\nat = datetime.now()",
        "import datetime\nat = datetime.datetime.utcnow()",
        "from uuid import uuid4",
        "import uuid\nidentifier = uuid.uuid4()",
        "import random",
        "from secrets import token_hex",
        "import time",
        "import os",
        "text = open('file').read()",
        "async def decide(): ...",
        "import asyncpg",
        "from pathlib import Path",
        "print('decided')",
    ],
)
def test_the_check_finds_what_a_rule_may_not_do(planted: str) -> None:
    assert impurities(planted)
