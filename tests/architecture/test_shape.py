"""The shape of the tree: small files, plain names, explained exceptions, public addresses."""

import re
import subprocess
from pathlib import Path

PROJECT = Path(__file__).parents[2]
LONGEST = 400
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|misc)(_|$)")
SOURCES = ("*.py", "*.ts", "*.tsx")


def _tracked(*patterns: str) -> list[Path]:
    line = ["git", "-C", str(PROJECT), "ls-files", "-co", "--exclude-standard", *patterns]
    names = subprocess.run(line, check=True, capture_output=True, text=True).stdout.splitlines()
    return [PROJECT / name for name in names if (PROJECT / name).is_file()]


def too_long(paths: list[Path]) -> list[str]:
    """Files over the limit, but for those a program writes."""
    return [
        f"{path.name}: {count}"
        for path in paths
        if "generated" not in path.parts
        and (count := len(path.read_text("utf-8").splitlines())) > LONGEST
    ]


def vaguely_named(paths: list[Path]) -> list[str]:
    """Modules and folders whose name says nothing."""
    return [
        str(path) for path in paths if any(VAGUE.search(part.split(".")[0]) for part in path.parts)
    ]


def unexplained(configuration: str) -> list[str]:
    """Ignored lint rules without a comment beside them."""
    lines = [line.strip() for line in configuration.splitlines()]
    return [line for line in lines if re.match(r'"[A-Z]+\d+",', line) and "#" not in line]


def test_no_file_is_longer_than_the_limit() -> None:
    sources = _tracked(*SOURCES)
    assert len(sources) > 100
    assert not too_long(sources)


def test_the_limit_finds_a_long_file(tmp_path: Path) -> None:
    (tmp_path / "long.py").write_text("pass\n" * (LONGEST + 1))
    (tmp_path / "short.py").write_text("pass\n" * LONGEST)
    assert too_long(list(tmp_path.glob("*.py"))) == [f"long.py: {LONGEST + 1}"]


def test_every_module_says_by_its_name_what_it_is_for() -> None:
    assert not vaguely_named([path.relative_to(PROJECT) for path in _tracked(*SOURCES)])


def test_the_name_check_finds_vague_names() -> None:
    planted = [
        Path("a/utils.py"),
        Path("common/b.py"),
        Path("c/test_helpers.py"),
        Path("d/fine.py"),
    ]
    assert len(vaguely_named(planted)) == 3


def test_every_ignored_lint_rule_is_explained() -> None:
    configuration = (PROJECT / "pyproject.toml").read_text("utf-8")
    assert '"COM812"' in configuration
    assert not unexplained(configuration)
    assert unexplained('    "D105",\n') == ['"D105",']


def test_every_package_is_typed() -> None:
    packages = list(PROJECT.glob("*/*/src/switchboard/*/__init__.py"))
    assert len(packages) == 9
    assert not [path for path in packages if not path.with_name("py.typed").exists()]


def test_the_lock_files_name_public_addresses_only() -> None:
    for name in ("uv.lock", "web/package-lock.json"):
        text = (PROJECT / name).read_text("utf-8")
        hosts = set(re.findall(r"https?://([^/\"]+)", text))
        assert hosts or name.endswith(".json")
        assert not [host for host in hosts if not re.search(r"\.[a-z]{2,}$", host)]
