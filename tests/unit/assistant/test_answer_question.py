"""What the AI answers: it quotes, is polite, or hands off; it never invents (rules C6, C8, H1)."""

import pytest

from switchboard.assistant.decisions.answer_question import answer_question
from switchboard.assistant.model.finding import HandOff, Reply, Ticket
from switchboard.assistant.model.question import Question, question_of
from switchboard.assistant.model.ranking import Match
from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.message import MESSAGE_BYTES, SHORT_BYTES
from switchboard.contracts.words import HandOffReason, SystemLine
from switchboard.runtime.transcripts import Line

ARTICLE = Match("How do I close?", "https://help.example/close", "Press Close.", 0.8)
USER, AI, AGENT, SYSTEM = (
    PublicSource.USER,
    PublicSource.AI,
    PublicSource.AGENT,
    PublicSource.SYSTEM,
)


def asked(*texts: str) -> Question:
    return Question(texts, texts)


def lines(*said: tuple[PublicSource, str] | SystemLine) -> list[Line]:
    return [
        Line(number, SYSTEM, "line", line)
        if isinstance(line, SystemLine)
        else Line(number, line[0], line[1])
        for number, line in enumerate(said, start=1)
    ]


def test_a_fitting_article_is_quoted_word_for_word_with_its_link() -> None:
    found = answer_question(asked("how do i close it"), ARTICLE, 0.5)
    assert isinstance(found, Reply)
    assert "Press Close." in found.text
    assert [source.url for source in found.sources] == ["https://help.example/close"]


@pytest.mark.parametrize("match", [None, Match("Other", "https://x.example", "Text.", 0.49)])
def test_what_no_article_is_about_goes_to_a_human(match: Match | None) -> None:
    found = answer_question(asked("is my parcel in Ulm?"), match, 0.5)
    assert found == HandOff(HandOffReason.NO_ANSWER_FOUND)


def test_who_asks_for_a_human_gets_one_whatever_article_fits() -> None:
    found = answer_question(asked("how do i close", "let me talk to a human"), ARTICLE, 0.5)
    assert found == HandOff(HandOffReason.USER_ASKED)


@pytest.mark.parametrize("text", ["Hi", "hello there!", "Good morning", "thanks, that helps", "ok"])
def test_politeness_is_answered_and_never_handed_off(text: str) -> None:
    found = answer_question(asked(text), None, 0.5)
    assert isinstance(found, Reply)
    assert found.sources == ()


def test_a_question_is_all_that_nobody_has_answered() -> None:
    transcript = lines((USER, "a"), (AI, "b"), (USER, "c"), (USER, "d"))
    assert question_of(transcript, answered=1, asked=4).texts == ("c", "d")


def test_a_message_written_during_a_run_is_the_next_turns_and_the_answered_one_is_not() -> None:
    transcript = lines((USER, "a"), (USER, "b"), (AI, "the answer to a"))
    assert question_of(transcript, answered=1, asked=2).texts == ("b",)


def test_a_request_for_a_human_that_was_served_is_not_served_again() -> None:
    transcript = lines(
        (USER, "an agent please"),
        SystemLine.HUMAN_ASKED_FOR,
        SystemLine.AGENT_JOINED,
        SystemLine.RETURNED_TO_ASSISTANT,
    )
    question = question_of(transcript, answered=0, asked=1)
    assert question.new == ()
    assert isinstance(answer_question(question, None, 0.5), Reply)


def test_an_old_hand_off_does_not_silence_the_ai_about_a_new_question() -> None:
    transcript = lines(
        (USER, "an agent please"),
        SystemLine.HUMAN_ASKED_FOR,
        (AGENT, "Hello"),
        SystemLine.RETURNED_TO_ASSISTANT,
        (USER, "how do i close it"),
    )
    question = question_of(transcript, answered=1, asked=5)
    assert question.texts == ("how do i close it",)
    assert isinstance(answer_question(question, ARTICLE, 0.5), Reply)


def test_t2_who_asks_for_a_ticket_gets_one_proposed_in_their_own_words() -> None:
    transcript = lines(
        (USER, "hello"),
        (AI, "Hello! What can I help you with?"),
        (USER, "My parcel never came."),
        (AI, "From \u201cParcels\u201d: ..."),
        (USER, "please open a ticket"),
    )
    found = answer_question(question_of(transcript, answered=3, asked=5), ARTICLE, 0.5)
    assert isinstance(found, Reply)
    assert found.ticket == Ticket(
        "My parcel never came.", "hello\nMy parcel never came.\nplease open a ticket"
    )
    assert "number" in found.text


def test_a_human_goes_before_a_ticket_and_a_ticket_before_an_article() -> None:
    both = answer_question(asked("open a ticket", "let me talk to a human"), ARTICLE, 0.5)
    assert both == HandOff(HandOffReason.USER_ASKED)
    found = answer_question(asked("open a ticket: how do i close it?"), ARTICLE, 0.5)
    assert isinstance(found, Reply)
    assert found.ticket is not None
    assert found.sources == ()


def test_a_ticket_that_was_asked_for_before_a_human_came_is_the_humans_business() -> None:
    transcript = lines(
        (USER, "an agent please"),
        SystemLine.HUMAN_ASKED_FOR,
        (USER, "and open a ticket"),
        SystemLine.AGENT_JOINED,
        SystemLine.RETURNED_TO_ASSISTANT,
    )
    found = answer_question(question_of(transcript, answered=0, asked=3), None, 0.5)
    assert isinstance(found, Reply)
    assert found.ticket is None


def test_a_long_story_makes_a_ticket_that_can_be_stored() -> None:
    found = answer_question(asked("\U0001f600" * 4_000, "open a ticket"), None, 0.5)
    assert isinstance(found, Reply)
    assert found.ticket is not None
    assert len(found.ticket.subject.encode()) <= SHORT_BYTES
    assert len(found.ticket.description.encode()) <= MESSAGE_BYTES
