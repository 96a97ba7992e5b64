"""Migrations are numbered 1, 2, 3, ... in every package: their order is nobody's guess."""

from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
FOLDERS = sorted(PROJECT.glob("*/*/src/switchboard/*/migrations"))


def misnumbered(names: list[str]) -> list[str]:
    """Files whose number is not the one after that of the file before."""
    return [
        name
        for expected, name in enumerate(sorted(names), 1)
        if name.partition("_")[0] != f"{expected:04}"
    ]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
def test_migration_numbers_are_unique_and_without_gaps(folder: Path) -> None:
    names = [path.name for path in folder.glob("*.sql")]
    assert names
    assert misnumbered(names) == []


def test_every_packages_migrations_are_looked_at() -> None:
    assert {"runtime", "gateway", "conversation"} <= {folder.parent.name for folder in FOLDERS}


def test_a_number_taken_twice_or_left_out_is_found() -> None:
    assert misnumbered(["0001_a.sql", "0002_b.sql"]) == []
    assert misnumbered(["0001_a.sql", "0001_b.sql"]) == ["0001_b.sql"]
    assert misnumbered(["0001_a.sql", "0003_b.sql"]) == ["0003_b.sql"]
