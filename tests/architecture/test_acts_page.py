"""The page that tells what becomes of every act is made from the decisions (rule D3)."""

from tests.architecture.acts_page import PAGE, page


def test_the_page_says_what_the_decisions_do() -> None:
    assert PAGE.read_text("utf-8") == page()
