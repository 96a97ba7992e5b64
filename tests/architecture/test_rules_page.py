"""`docs/rules.md` says the truth: every row points to code and to a proof that exist."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SHORT = {
    "D": "services/conversation/src/switchboard/conversation/decisions",
    "M": "services/conversation/src/switchboard/conversation/model",
}
ROW = re.compile(r"^\| ([A-Z][0-9]*|Team) \| (.+?) \| `(.+?)` \| `(.+?)` \| (whole|partly: .+) \|$")


def _rows(page: str) -> list[tuple[str, ...]]:
    return [match.groups() for line in page.splitlines() if (match := ROW.match(line))]


def _where(path: str) -> Path:
    head, _, rest = path.partition("/")
    return PROJECT / SHORT.get(head, head) / rest


def _lines_of_table(page: str) -> list[str]:
    return [line for line in page.splitlines() if line.startswith("| ")][1:]


PAGE = (PROJECT / "docs/rules.md").read_text("utf-8")


def test_the_page_has_rows_and_each_is_readable() -> None:
    assert len(_rows(PAGE)) == len(_lines_of_table(PAGE)) > 20


@pytest.mark.parametrize("row", _rows(PAGE), ids=lambda row: row[0])
def test_a_row_points_to_code_and_to_a_proof(row: tuple[str, ...]) -> None:
    assert _where(row[2]).is_file()
    assert _where(row[3]).is_file()


def test_a_rule_stands_once() -> None:
    rules = [row[0] for row in _rows(PAGE)]
    assert len(rules) == len(set(rules))


def test_every_rule_that_a_decision_names_has_a_row() -> None:
    known = {row[0] for row in _rows(PAGE)}
    named: set[str] = set()
    folders = (PROJECT / SHORT["M"], *PROJECT.glob("services/*/src/switchboard/*/decisions"))
    for folder in folders:
        for file in folder.glob("*.py"):
            for mention in re.findall(r"\(rules? ([A-Z0-9, -]+)\)", file.read_text("utf-8")):
                named |= set(re.findall(r"[A-Z][0-9]+", mention))
    assert named, "no decision names a rule: the search is broken"
    assert named <= known | {"P3"}, f"rules without a row: {sorted(named - known)}"
