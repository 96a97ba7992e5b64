"""What is typed into a search box, as words."""

import pytest

from switchboard.gateway.model.search_words import (
    MOST_WORDS,
    findable,
    is_short,
    like_pattern,
    ticket_number,
    words_of,
)


def test_words_are_each_once_and_not_more_than_a_query_bears() -> None:
    assert words_of("  a b  a\tc ") == ("a", "b", "c")
    assert len(words_of(" ".join(str(n) for n in range(50)))) == MOST_WORDS
    assert words_of(" ") == ()


def test_short_words_are_those_that_trigrams_cannot_find() -> None:
    assert [is_short(word) for word in ("to", "a.b", "the", "e-mail")] == [True, True, False, False]


def test_signs_alone_find_no_message() -> None:
    assert not findable(())
    assert not findable(("-", "?!"))
    assert findable(("-", "ok"))
    assert not findable(("----", "???"))  # no trigram is in them: every message would be read


@pytest.mark.parametrize(
    ("word", "number"), [("41", 41), ("#41", 41), ("4a", None), ("#", None), ("9" * 19, None)]
)
def test_a_word_may_be_the_number_of_a_ticket(word: str, number: int | None) -> None:
    assert ticket_number(word) == number


def test_wildcards_of_the_query_mean_themselves() -> None:
    assert like_pattern("100%_\\") == "%100\\%\\_\\\\%"


def test_an_accent_that_is_typed_as_a_sign_of_its_own_makes_no_other_word() -> None:
    assert words_of("e\u0301te\u0301 \u00e9t\u00e9") == ("\u00e9t\u00e9",)
