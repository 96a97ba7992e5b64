"""Articles and settings are taken as a whole, within bounds (rule C1)."""

from datetime import UTC, datetime
from uuid import uuid4

from switchboard.assistant.decisions.change_assistant_settings import change_assistant_settings
from switchboard.assistant.decisions.import_article import import_article
from switchboard.assistant.model.facts import Limits
from switchboard.contracts.commands.assistant import ChangeAssistantSettings, ImportArticle
from switchboard.runtime.roles import Accepted, Refused

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)


def settings(seconds: float) -> ChangeAssistantSettings:
    return ChangeAssistantSettings(enabled=True, minimum_run_seconds=seconds, member_id=uuid4())


def test_a_run_can_be_held_no_longer_than_it_may_take() -> None:
    assert isinstance(change_assistant_settings(settings(20), Limits(), NOON), Accepted)
    for seconds in (20.1, -1):
        refused = change_assistant_settings(settings(seconds), Limits(), NOON)
        assert isinstance(refused, Refused)
        assert refused.code == "bad_minimum_run"


def test_an_article_imported_again_is_replaced_as_a_new_revision() -> None:
    command = ImportArticle(
        article_id=uuid4(), title="T", body="B", url="https://x.example", member_id=uuid4()
    )
    first = import_article(None, command, NOON)
    second = import_article(first.state, command, NOON)
    assert (first.state.revision, second.state.revision) == (1, 2)
    assert second.says[0].answer
