"""A snippet shows where the words were found."""

import pytest

from switchboard.gateway.model.snippets import LONGEST, snippet

LONG = "word " * 100 + "The Größe of the parcel is wrong. " + "word " * 100


def marked(text: str, *words: str) -> str:
    found = snippet(text, words)
    shown = found.text
    for start, end in reversed(found.found):
        shown = f"{shown[:start]}[{shown[start:end]}]{shown[end:]}"
    return shown


def test_a_short_text_is_shown_whole_with_every_place() -> None:
    assert marked("Tea for two, and two for tea", "tea", "two") == (
        "[Tea] for [two], and [two] for [tea]"
    )


def test_a_long_text_is_cut_around_the_first_place_at_whole_words() -> None:
    shown = marked(LONG, "parcel")
    assert "The Größe of the [parcel] is wrong." in shown
    assert shown.startswith("\u2026word ")
    assert shown.endswith(" word\u2026")
    assert len(shown) <= LONGEST + 50


def test_a_short_word_is_marked_where_it_stands_alone() -> None:
    assert marked("This is it, is it?", "is") == "This [is] it, [is] it?"
    assert marked("Is 5 - 3 = 2?", "-") == "Is 5 [-] 3 = 2?"


@pytest.mark.parametrize("word", ["grosse", "GRÖSS", "röß"])
def test_case_and_accents_do_not_matter_and_places_stay(word: str) -> None:
    found = snippet("Die Größe", (word,))
    for start, end in found.found:
        assert found.text[start:end].lower().startswith(("grö", "rö"))


def test_a_text_without_the_words_shows_its_beginning() -> None:
    found = snippet(LONG, ("nothing",))
    assert found.text.startswith("word word")
    assert found.found == []


def test_a_text_of_one_endless_word_is_cut_too() -> None:
    assert len(snippet("x" * 5_000, ("yyy",)).text) <= LONGEST + 1


@pytest.mark.parametrize("word", ["resume", "r\u00e9sum\u00e9"])
def test_a_word_is_marked_where_its_accents_are_signs_of_their_own(word: str) -> None:
    shown = snippet("My re\u0301sume\u0301, please", [word])
    assert [shown.text[start:end] for start, end in shown.found] == ["r\u00e9sum\u00e9"]
