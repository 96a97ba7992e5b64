"""The user guide of `docs/guide`: what the demo's AI answers from, and where its links lead."""

from __future__ import annotations

import html
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

from switchboard.local.errors import LocalError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_PAGE = """<!doctype html>
<html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>{title} · Switchboard guide</title>
<style>
  body {{ font: 17px/1.6 system-ui, sans-serif; color: #1c2330; background: #f6f7fb; margin: 0 }}
  main {{ max-width: 40rem; margin: 3rem auto; padding: 2rem 2.5rem; background: #fff;
         border: 1px solid #e3e6ef; border-radius: 14px }}
  h1 {{ font-size: 1.6rem; line-height: 1.25 }} a {{ color: #3b4fd8 }}
</style>
<main><p><a href="/">Demo page</a></p><h1>{title}</h1>{body}</main></html>
"""


@dataclass(frozen=True)
class Article:
    """One page of the guide.

    Attributes:
        slug: Names it in its address.
        body: Markdown, without the title.
    """

    slug: str
    title: str
    body: str

    def page(self) -> str:
        """The article as a web page."""
        body = MarkdownIt("commonmark", {"html": False}).render(self.body)
        return _PAGE.format(title=html.escape(self.title), body=body)


def read_guide(folder: Path) -> Sequence[Article]:
    """Every article of a folder, by slug.

    Raises:
        LocalError: An article has no title or slug.
    """
    return [_read(path) for path in sorted(folder.glob("*.md"))]


def _read(path: Path) -> Article:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    fields = dict(line.split(": ", 1) for line in front.splitlines() if ": " in line)
    if not {"title", "slug"} <= fields.keys():
        raise LocalError(f"{path} has no title or slug between its --- lines: add them.")
    return Article(fields["slug"].strip(), fields["title"].strip(), body.strip())
