"""`docs/rules.md` says the truth: every row points to code and to proofs that exist.

And each rule has a unit test that names it: `test_c4_...` in Python, `... (rule N7)` in the web.
"""

import ast
import re
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
SHORT = {
    "D": "services/conversation/src/switchboard/conversation/decisions",
    "M": "services/conversation/src/switchboard/conversation/model",
}
ROW = re.compile(r"^\| ([A-Z][0-9]*|Team) \| (.+?) \| `?(.+?)`? \| `?(.+?)`? \| (.+) \|$")
STATE = re.compile(r"whole|partly: .+|not yet")
LAST = {"C": 9, "H": 11, "D": 6, "O": 7, "P": 3, "X": 5, "A": 4, "T": 4, "N": 7, "I": 5, "E": 2}
WEB_TEST = re.compile(r"""\b(?:test|it)(?:\.each\([^)]*\))?\(\s*(["'`])(.+?)\1""")
NAMED_IN_PYTHON = re.compile(r"test_((?:(?:[a-z][0-9]+|team)_)+)")
NAMED_IN_WEB = re.compile(r"\(rules? ([A-Z0-9, ]+)\)$")
RULES = {f"{letter}{n + 1}" for letter, last in LAST.items() for n in range(last)} | {"Team"}


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
    assert STATE.fullmatch(row[4])
    if row[4] == "not yet":
        assert row[2:4] == ("-", "-")
    else:
        assert _where(row[2]).is_file()
        for proof in row[3].split("`, `"):
            assert _is_shown(proof), proof


def _is_shown(proof: str) -> bool:
    """Whether a proof, `file` or `file::function`, is a file of tests, and the test is in it."""
    path, _, function = proof.partition("::")
    file = _where(path)
    tests = _tests_of(file) if file.is_file() else set()
    return function in tests if function else bool(tests)


def _tests_of(file: Path) -> set[str]:
    text = file.read_text("utf-8")
    if file.suffix in {".ts", ".tsx"}:
        return {title for _, title in WEB_TEST.findall(text)}
    functions = (
        node
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return {function.name for function in functions if function.name.startswith("test_")}


@pytest.mark.parametrize(
    "proof",
    [
        "tests/architecture/test_nothing.py",
        "tests/builders/conversation.py",
        "tests/architecture/test_rules_page.py::test_that_nobody_wrote",
    ],
)
def test_what_holds_no_such_test_is_no_proof(proof: str) -> None:
    assert not _is_shown(proof)
    assert _is_shown("tests/architecture/test_rules_page.py::test_every_rule_stands_once")


def test_every_rule_stands_once(tell: Callable[[str], None]) -> None:
    rows = _rows(PAGE)
    assert sorted(row[0] for row in rows) == sorted(RULES)
    count = Counter(row[4].partition(":")[0] for row in rows)
    tell(f"rules: {dict(count)}")


def test_every_rule_has_a_unit_test_that_names_it() -> None:
    named = {rule for test in _unit_tests() for rule in _named(test)}
    carried = {row[0] for row in _rows(PAGE) if row[4] != "not yet"}
    assert carried - named == set()


def _unit_tests() -> Iterator[str]:
    for pattern in ("tests/unit/*/test_*.py", "web/*/*/tests/*.test.ts*", "web/loader/tests/*.ts"):
        for file in PROJECT.glob(pattern):
            yield from _tests_of(file)


def _named(test: str) -> set[str]:
    """The rules that a test says it is about; a word that looks like one further in is none."""
    if python := NAMED_IN_PYTHON.match(test):
        return {rule.capitalize() for rule in python[1].split("_") if rule}
    web = NAMED_IN_WEB.search(test)
    return set(web[1].split(", ")) if web else set()


@pytest.mark.parametrize(
    ("test", "rules"),
    [
        ("test_c2_c3_a_late_reply_is_discarded", {"C2", "C3"}),
        ("test_team_the_last_admin_stays", {"Team"}),
        ("test_whoever_is_in_the_team_may", set()),
        ("test_a_late_c2_reply", set()),
        ("drafts stay (rule N7)", {"N7"}),
        ("who signs out is forgotten (rules I3, I5)", {"I3", "I5"}),
        ("the rule (rule N7) of drafts", set()),
    ],
)
def test_a_test_is_about_the_rules_that_its_name_says(test: str, rules: set[str]) -> None:
    assert _named(test) == rules


def test_every_rule_that_a_decision_names_is_carried_out_somewhere() -> None:
    carried = {row[0] for row in _rows(PAGE) if row[4] != "not yet"}
    named: set[str] = set()
    folders = (PROJECT / SHORT["M"], *PROJECT.glob("services/*/src/switchboard/*/decisions"))
    for folder in folders:
        for file in folder.glob("*.py"):
            for mention in re.findall(r"\(rules? ([A-Z0-9, -]+)\)", file.read_text("utf-8")):
                named |= set(re.findall(r"[A-Z][0-9]+", mention))
    assert named, "no decision names a rule: the search is broken"
    assert named <= carried, f"rules without a row: {sorted(named - carried)}"
