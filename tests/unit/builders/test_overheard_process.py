"""What the clients of another process are told is heard, however that process ends."""

from pathlib import Path

from tests.builders.overheard_process import run_overheard
from tests.builders.overhearing import Overheard

ARRIVES = """
import httpx
answers = lambda request: httpx.Response(200, json={"token": "of a visitor", "seq": 3})
httpx.Client(transport=httpx.MockTransport(answers)).post("http://gateway.example/v1/visitors")
raise SystemExit(3)
"""


def test_n1_what_a_command_is_told_is_searched_although_it_fails(tmp_path: Path) -> None:
    (tmp_path / "some_command.py").write_text(ARRIVES, "utf-8")
    heard = Overheard()
    environment = {"PYTHONPATH": str(tmp_path)}
    report = tmp_path / "report.json"
    ended = run_overheard(heard, report, "some_command", environment=environment)
    assert ended.returncode == 3, ended.stderr
    assert heard.tokens == {"of a visitor"}
    assert [leak.partition(" in ")[0] for leak in heard.leaks()] == ['"seq":']
