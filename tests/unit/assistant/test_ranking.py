"""How well an article fits: rare words count more, and the title more than the body."""

from switchboard.assistant.model.ranking import (
    Candidate,
    Passage,
    best,
    best_passage,
    confidence,
    rarity,
)

ASKED = {"close": 2.0, "convers": 1.0}


def candidate(title: str, *words: str) -> Candidate:
    stems = frozenset(title.split())
    return Candidate(title, "", "https://x.example", stems, stems | frozenset(words))


def test_a_rare_word_weighs_more_than_a_common_one() -> None:
    assert rarity(1, 100) > rarity(50, 100) > 0


def test_confidence_is_the_share_of_the_question_that_is_found() -> None:
    assert confidence(candidate("close convers"), ASKED) == 1.0
    assert confidence(candidate("other"), ASKED) == 0.0
    assert 0 < confidence(candidate("other", "close"), ASKED) < 2 / 3
    assert confidence(candidate("close"), {}) == 0.0


def test_the_article_with_the_rare_word_wins() -> None:
    common, rare = candidate("convers"), candidate("close")
    assert best([common, rare], ASKED) is rare
    assert best([], ASKED) is None


def test_the_passage_that_fits_is_quoted_and_a_short_one_with_its_next() -> None:
    long = "Press Close. " * 20
    passages = [
        Passage("Hello.", frozenset({"hello"})),
        Passage("Close:", frozenset({"close"})),
        Passage(long, frozenset()),
    ]
    assert best_passage(passages, ASKED) == f"Close:\n\n{long}"
    assert best_passage([Passage(long, frozenset({"close"})), passages[0]], ASKED) == long
    assert best_passage([], ASKED) == ""
