"""What is read in a transcript: quoted sentences, typed fields, the mood (rules A1, A2)."""

import time

import pytest

from switchboard.analysis.clients.vader import Vader
from switchboard.analysis.model.fields import extracted
from switchboard.analysis.model.mood import sentiment_of
from switchboard.analysis.model.summary import summary_of
from switchboard.contracts.default_fields import DEFAULT_FIELDS
from switchboard.contracts.events.public import PublicSource
from switchboard.contracts.words import Sentiment, SystemLine
from switchboard.runtime.transcripts import Line

BY_KEY = {definition.key: definition for definition in DEFAULT_FIELDS}
USER, AGENT, SYSTEM = PublicSource.USER, PublicSource.AGENT, PublicSource.SYSTEM


def value(key: str, *texts: str) -> object:
    return extracted(BY_KEY[key], texts).value


def missing(key: str, *texts: str) -> str | None:
    return extracted(BY_KEY[key], texts).missing


@pytest.mark.parametrize(
    ("key", "text", "expected"),
    [
        ("email", "it's josephbanter716@email.com.", "josephbanter716@email.com"),
        ("phone", "call (004) 510-4494 please", "(004) 510-4494"),
        ("name", "I'm Sanya Afzal", "Sanya Afzal"),
        ("order_id", "my order number is 1175183347", "1175183347"),
        ("zip_code", "San Mateo, CA 88604", "88604"),
        ("amount", "I paid $1,249.50 for it", 1249.5),
        ("thanked", "ok thanks", True),
        ("thanked", "that did not help", False),
        ("preferred_contact", "please reach me by e-mail", "email"),
        ("preferred_contact", "text me", "text_message"),
    ],
)
def test_a2_a_field_holds_a_value_of_its_type(key: str, text: str, expected: object) -> None:
    assert value(key, text) == expected


def test_a2_what_is_not_mentioned_is_missing_for_that_reason() -> None:
    assert missing("email", "no idea") == "not_mentioned"


def test_a2_a_value_outside_its_type_or_options_is_missing_never_coerced() -> None:
    assert missing("amount", "the total is twenty dollars") == "wrong_type"
    assert missing("preferred_contact", "reach me by fax") == "not_an_option"
    for word in ("infinity dollars", "nan dollars", "1_0 euros", f"${'9' * 400}"):
        assert value("amount", f"the price is {word}") is None


@pytest.mark.parametrize(
    "paid", ["\u20ac12,50", "12,50 euros", "$1.249,50", "1.249,50 euros", "$1,24,9", "$1.2.3"]
)
def test_a2_a_number_that_english_writes_otherwise_is_missing_and_not_another_number(
    paid: str,
) -> None:
    assert (value("amount", f"I paid {paid}."), missing("amount", f"I paid {paid}.")) == (
        None,
        "wrong_type",
    )


def test_a2_what_ends_a_sentence_is_no_part_of_a_number() -> None:
    assert value("amount", "I paid $1,249, and then $3.") == 3.0
    assert value("amount", "It was $1,249, no more.") == 1249.0


@pytest.mark.parametrize(
    "part", ["a", "a.", "1", "1,", "1.", "+1", "bad but ", "username.", "order "]
)
def test_no_text_takes_a_worker_longer_than_a_moment(part: str) -> None:
    """Twice the longest message: a pattern that looks at it again at each place takes seconds."""
    text = (part * 32_000)[:32_000]
    began = time.process_time()
    for definition in DEFAULT_FIELDS:
        extracted(definition, [text])
    Vader().score(text)
    assert time.process_time() - began < 1.5


def test_the_last_word_counts() -> None:
    assert value("email", "a@x.example", "sorry, b@x.example") == "b@x.example"


def test_a1_a_summary_quotes_in_order_and_says_who() -> None:
    lines = [
        Line(1, USER, "Hi. My parcel with the green boots never arrived at home."),
        Line(2, SYSTEM, "Anna joined.", SystemLine.AGENT_JOINED),
        Line(3, AGENT, "Sorry about that! Your boots will be sent again tomorrow morning."),
        Line(4, USER, "ok"),
    ]
    quoted = summary_of(lines).splitlines()
    assert quoted[0] == "User: \u201cMy parcel with the green boots never arrived at home.\u201d"
    assert quoted[-1].startswith("Agent: \u201cYour boots will be sent again")
    assert "joined" not in summary_of(lines)


def test_a_conversation_without_words_has_an_empty_summary() -> None:
    assert summary_of([]) == ""


def test_how_it_ends_weighs_more_than_how_it_began() -> None:
    assert sentiment_of([-0.6, 0.0, 0.9]) is Sentiment.POSITIVE
    assert sentiment_of([0.6, 0.0, -0.9]) is Sentiment.NEGATIVE
    assert sentiment_of([0.1]) is Sentiment.NEUTRAL
    assert sentiment_of([]) is Sentiment.NEUTRAL


def test_the_library_tells_moods_apart() -> None:
    vader = Vader()
    assert vader.score("This is wonderful, thank you so much!") > 0.5
    assert vader.score("This is terrible, I am very angry.") < -0.5
