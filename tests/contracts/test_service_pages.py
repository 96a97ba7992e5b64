"""Each service's README says what it hears and says, as the registry does."""

import re
from pathlib import Path

import pytest

from switchboard.contracts.topics import TOPICS

SERVICES = Path(__file__).parents[2] / "services"
CONSUMING = Path(__file__).parents[2] / "docs/consuming.md"
TOPIC = re.compile(r"`([a-z]+\.[a-z]+)`")
NAMES = {topic.name for topic in TOPICS}


def _topics(service: str, heading: str) -> set[str]:
    page = (SERVICES / service / "README.md").read_text("utf-8")
    section = page.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    return set(TOPIC.findall(section)) & NAMES


SERVICE_NAMES = sorted(folder.name for folder in SERVICES.iterdir() if folder.is_dir())


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_hears_is_what_the_registry_says(service: str) -> None:
    assert _topics(service, "Hears") == {t.name for t in TOPICS if service in t.consumers}


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_says_is_what_the_registry_says(service: str) -> None:
    assert _topics(service, "Says") == {t.name for t in TOPICS if service in t.producers}


@pytest.mark.parametrize("service", SERVICE_NAMES)
def test_every_page_says_what_it_owns_and_answers(service: str) -> None:
    page = (SERVICES / service / "README.md").read_text("utf-8")
    assert "\n## Owns\n" in page
    assert "\n## Answers\n" in page


def test_the_page_for_other_teams_names_topics_that_exist() -> None:
    page = CONSUMING.read_text("utf-8")
    named = set(re.findall(r"`((?:conversation|ticketing|analysis)\.[a-z]+)`", page))
    assert {"conversation.public", "conversation.events"} <= named <= NAMES
