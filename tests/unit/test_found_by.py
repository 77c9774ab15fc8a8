"""What articles are found by is the same for many at once as for one, and holds no token twice."""

from __future__ import annotations

from pipeline.found_by import found_by, found_by_each
from tests.article_data import piece
from tests.story_texts import invented_words


def test_many_at_once_are_found_by_what_each_is_found_by() -> None:
    articles = [
        piece(
            title=f"افتتاح مكتبة {number}",
            body=(" ".join(invented_words(number, 40 * (number % 3))), "قال 15.5 و Zelensky وزار"),
            byline=None if number % 2 else "الجريدة/وكالات",
        )
        for number in range(27)
    ]
    many = found_by_each(articles)
    alone = [found_by(one) for one in articles]
    assert [one.hashes for one in many] == [one.hashes for one in alone]
    assert [set(one.tokens.split()) for one in many] == [set(one.tokens.split()) for one in alone]
    assert len({one.hashes for one in many}) == len(articles) - 8  # nine have no invented words
    assert found_by_each([]) == []


def test_two_spellings_of_one_word_are_one_token() -> None:
    tokens = found_by(piece(title="أحمد", body=("احمد", "أحمد،"), byline=None)).tokens.split()
    assert tokens.count("احمد") == 1
