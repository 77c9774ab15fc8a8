"""What is remembered of texts that come and go."""

from __future__ import annotations

from pipeline.confirmation.noise import text_key
from pipeline.confirmation.wavering import Turn, as_json, from_json, remembered
from pipeline.records import ArticleData
from tests.article_data import PIECE, piece

PROMO, OTHER = "اقرأ أيضا: مهرجان الربيع", "شاهد صور الميناء القديم"
WITH_PROMO = piece(body=(*PIECE.body, PROMO))
WITH_OTHER = piece(body=(*PIECE.body, OTHER))


def after(version: ArticleData, *readings: ArticleData, **known: Turn) -> dict[str, Turn]:
    memory, previous = dict(known), version
    for reading in readings:
        memory = remembered(memory, version, previous, reading, ())
        previous = reading
    return memory


def test_a_text_that_came_and_went_twice_is_known_to_waver() -> None:
    memory = after(PIECE, WITH_PROMO, PIECE, WITH_PROMO)
    assert not memory[text_key(PROMO)].wavers
    assert after(PIECE, WITH_PROMO, PIECE, WITH_PROMO, PIECE)[text_key(PROMO)].wavers


def test_texts_that_were_seen_to_stand_in_turn_are_known_at_once() -> None:
    memory = remembered({}, PIECE, PIECE, WITH_PROMO, (PROMO, OTHER))
    assert memory[text_key(PROMO)].wavers
    assert memory[text_key(OTHER)].wavers


def test_a_text_that_stands_for_long_wavers_no_longer() -> None:
    known = remembered({}, PIECE, PIECE, PIECE, (PROMO,))
    assert text_key(PROMO) in after(PIECE, *[WITH_PROMO] * 19, **known)
    assert text_key(PROMO) not in after(PIECE, *[WITH_PROMO] * 20, **known)
    # once away, it begins anew
    assert text_key(PROMO) in after(PIECE, *[WITH_PROMO] * 19, PIECE, WITH_PROMO, **known)


def test_a_text_that_stays_away_for_long_wavers_no_longer_unless_its_like_stands_there() -> None:
    known = remembered({}, WITH_PROMO, WITH_PROMO, WITH_PROMO, (PROMO,))
    assert text_key(PROMO) not in after(WITH_PROMO, *[PIECE] * 20, **known)
    assert text_key(PROMO) in after(WITH_PROMO, *[WITH_OTHER] * 40, **known)


def test_a_page_with_a_new_text_at_every_fetch_does_not_fill_the_memory() -> None:
    readings = [piece(body=(*PIECE.body, f"إعلان رقم {number}")) for number in range(400)]
    assert len(after(PIECE, *readings)) == 200


def test_a_memory_survives_the_store() -> None:
    memory = after(PIECE, WITH_PROMO, PIECE)
    assert from_json(as_json(memory)) == memory
