"""What another process was told is searched like what this one is told."""

import json
from pathlib import Path
from typing import Any

from tests.builders.overhearing import Overheard
from tests.builders.recorded_traffic import exchanges, hear

VISITORS = "http://gateway.example/v1/visitors"
CONVERSATIONS = "http://gateway.example/v1/conversations?limit=1"


def an_entry(method: str, url: str, asked: str | None, answered: str) -> dict[str, object]:
    request: dict[str, Any] = {
        "method": method,
        "url": url,
        "headers": [{"name": "Authorization", "value": "Bearer t"}],
    }
    if asked is not None:
        request["postData"] = {"mimeType": "application/json", "text": asked}
    return {"request": request, "response": {"status": 200, "content": {"text": answered}}}


def a_report(folder: Path, told: str) -> Path:
    """A visitor gets a token, and is told something."""
    entries = [
        an_entry("POST", VISITORS, "{}", '{"token":"t"}'),
        an_entry("GET", CONVERSATIONS, None, told),
    ]
    report = folder / "sent.har"
    report.write_text(json.dumps({"log": {"entries": entries}}), "utf-8")
    return report


def test_n1_a_leak_in_a_report_is_found(tmp_path: Path) -> None:
    heard = Overheard()
    hear(heard, list(exchanges(a_report(tmp_path, '{"seq":17}'))))
    assert heard.leaks() == ['"seq": in {"seq":17}']


def test_n1_a_report_without_a_leak_is_heard_without_a_word(tmp_path: Path) -> None:
    heard = Overheard()
    hear(heard, list(exchanges(a_report(tmp_path, '{"conversations":[]}'))))
    assert '{"conversations":[]}' in heard.told
    assert heard.leaks() == []


def test_a_request_that_was_never_answered_is_read_too(tmp_path: Path) -> None:
    report = a_report(tmp_path, "")
    found = json.loads(report.read_text("utf-8"))
    found["log"]["entries"][1]["response"] = {"status": 0, "content": {}}
    report.write_text(json.dumps(found), "utf-8")
    assert [(one.path, one.token, one.status) for one in exchanges(report)] == [
        ("/v1/visitors", "t", 200),
        ("/v1/conversations", "t", 0),
    ]
