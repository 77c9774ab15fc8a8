"""The article's text is found on any page and kept whole: its order, kinds and scripts."""

from __future__ import annotations

import pytest
from trafilatura.utils import line_processing, trim

from tests.text_pages import (
    ARABIC,
    CHINESE,
    FRENCH,
    TITLE,
    article,
    html_page,
    json_ld,
    links,
    paragraphs,
    text_of,
)


@pytest.mark.parametrize("texts", [ARABIC, FRENCH, CHINESE], ids=["arabic", "french", "chinese"])
def test_paragraphs_are_read_in_order_in_any_script(texts: tuple[str, ...]) -> None:
    text = text_of(article(paragraphs(texts)))

    assert text.paragraphs == texts
    assert text.structure == ("text",) * 3


def test_text_without_any_markup_of_an_article_is_found_among_links() -> None:
    html = html_page(
        f"<table><tr><td>{links(12)}</td><td><div>{paragraphs(ARABIC)}</div></td>"
        f"<td>{links(12)}</td></tr></table>"
    )

    assert text_of(html).paragraphs == ARABIC


def test_doubled_line_breaks_part_paragraphs_and_single_ones_do_not() -> None:
    html = article(f"<div>{ARABIC[0]}<br><br>{ARABIC[1]}<br>{ARABIC[2]}</div>")

    assert text_of(html).paragraphs == (ARABIC[0], f"{ARABIC[1]} {ARABIC[2]}")


def test_subheads_lists_and_quotes_keep_their_kind() -> None:
    html = article(
        f"<p>{ARABIC[0]}</p><h2>قياسات الأسبوع</h2><p>{ARABIC[1]}</p>"
        "<ul><li>متران في محطة السهل، وهو أعلى ما سجل هذا العام.</li>"
        "<li>متر ونصف في محطة الوادي، بعد يومين من المطر.</li></ul>"
        f"<blockquote><p>لم نر مثل هذا منذ عشرين سنة، قال أحد الفلاحين.</p></blockquote>"
        f"<p>{ARABIC[2]}</p>"
    )

    text = text_of(html)

    assert text.structure == ("text", "subhead", "text", "item", "item", "quote", "text")
    assert text.paragraphs[1] == "قياسات الأسبوع"
    assert len(text.paragraphs) == len(text.structure)


def test_an_introduction_and_a_full_text_are_one_text() -> None:
    html = html_page(
        f"<div class=item><h1>{TITLE}</h1><div class=intro><p>{ARABIC[0]}</p></div>"
        f"<div class=full>{paragraphs(ARABIC[1:])}</div></div>"
    )

    assert text_of(html).paragraphs == ARABIC


def test_a_standfirst_above_the_text_is_part_of_it() -> None:
    html = html_page(
        f"<main><header><h1>{TITLE}</h1><p>{ARABIC[0]}</p></header>"
        f"<div class=body-of-text>{paragraphs(ARABIC[1:])}<p>{FRENCH[0]}</p></div></main>"
    )

    assert text_of(html).paragraphs[0] == ARABIC[0]


def test_a_standfirst_that_the_page_calls_its_description_is_not() -> None:
    html = html_page(
        f"<main><header><h1>{TITLE}</h1><p>{ARABIC[0]}</p></header>"
        f"<div>{paragraphs((*ARABIC[1:], FRENCH[0], FRENCH[1]))}</div></main>",
        head=json_ld(headline=TITLE, description=ARABIC[0]),
    )

    assert text_of(html).paragraphs == (*ARABIC[1:], FRENCH[0], FRENCH[1])


def test_a_first_paragraph_that_is_called_the_description_stays() -> None:
    html = article(paragraphs(ARABIC), head=json_ld(headline=TITLE, description=ARABIC[0]))

    assert text_of(html).paragraphs == ARABIC


def test_chapters_in_elements_of_their_own_are_all_kept() -> None:
    chapters = "".join(
        f"<div class=chapter><h2>الفصل {n}</h2>{paragraphs(texts)}</div>"
        for n, texts in enumerate((ARABIC, FRENCH * 5, CHINESE), start=1)
    )

    text = text_of(article(f"<div class=chapters>{chapters}</div>"))

    assert ARABIC[2] in text.paragraphs
    assert CHINESE[0] in text.paragraphs


def test_every_entry_of_a_live_report_is_of_its_text() -> None:
    of_this_piece = json_ld(headline=TITLE, articleBody="", **{"@type": "LiveBlogPosting"})
    long = (tuple(f"{n}. {text}" for n in range(5) for text in one) for one in (ARABIC, FRENCH))
    entries = "".join(f"<article>{paragraphs(texts)}</article>" for texts in long)
    html = html_page(f"<main><h1>{TITLE}</h1>{entries}</main>", head=of_this_piece)

    text = text_of(html)

    assert f"0. {ARABIC[0]}" in text.paragraphs
    assert f"0. {FRENCH[0]}" in text.paragraphs


def test_words_in_links_and_in_emphasis_stay_in_their_sentence() -> None:
    html = article(
        f'<p>سجلت <a class="tag related" href="/m">محطات القياس</a> على <b>ضفاف</b> النهر '
        "الكبير ارتفاعا بلغ <span class=ad-word>مترين</span> خلال أسبوع.</p>"
        f"{paragraphs(ARABIC[1:])}"
    )

    assert text_of(html).paragraphs[0] == (
        "سجلت محطات القياس على ضفاف النهر الكبير ارتفاعا بلغ مترين خلال أسبوع."
    )


def test_a_name_that_holds_most_of_the_prose_misleads_nobody() -> None:
    html = html_page(
        f'<div class="sidebar-layout"><h1>{TITLE}</h1>'
        f'<div class="paywall-box promo">{paragraphs(ARABIC)}</div></div>'
    )

    assert text_of(html).paragraphs == ARABIC


def test_a_claimed_text_tells_which_paragraphs_belong() -> None:
    claim = " ".join((*ARABIC, *FRENCH))
    html = html_page(
        f"<main><h1>{TITLE}</h1><div>{paragraphs((*ARABIC, CHINESE[0], *FRENCH))}</div></main>",
        head=json_ld(headline=TITLE, articleBody=claim),
    )

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_claimed_text_stands_in_for_one_that_only_a_script_would_show() -> None:
    html = html_page(
        f"<main><h1>{TITLE}</h1><div id=root></div></main>",
        head=json_ld(headline=TITLE, articleBody="\n".join((*ARABIC, *FRENCH))),
    )

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_page_that_is_only_for_browsers_without_scripts_is_read() -> None:
    html = html_page(f"<noscript><div><h1>{TITLE}</h1>{paragraphs(ARABIC)}</div></noscript>")
    page = (
        html.replace(links(8), "")
        .replace("<footer>", "<noscript>")
        .replace("</footer>", "</noscript>")
    )

    assert text_of(page).paragraphs[: len(ARABIC)] == ARABIC


def test_a_page_without_prose_has_no_text() -> None:
    assert text_of(html_page(links(40))).paragraphs == ()
    assert text_of("").structure == ()


def test_a_title_printed_again_below_a_paragraph_cuts_nothing_off() -> None:
    html = article(f"{paragraphs(FRENCH[:1])}<h2>{TITLE}</h2>{paragraphs((*ARABIC, *FRENCH[1:]))}")

    assert text_of(html).paragraphs[0] == FRENCH[0]


def test_a_line_that_is_an_address_and_a_linked_sentence_are_text() -> None:
    lines = (
        "للتواصل: manara@manara.example",
        "وكان المجلس قد وافق على المشروع في جلسة سابقة عقدها في الربيع الماضي.",
    )
    linked = "".join(f'<p><a href="/x">{line}</a></p>' for line in lines)
    html = article(f"{paragraphs(ARABIC)}{linked}{paragraphs(FRENCH)}")

    assert text_of(html).paragraphs == (*ARABIC, *lines, *FRENCH)


def test_the_subhead_of_the_first_paragraph_is_text() -> None:
    html = article(f"<h2>الماء يبلغ العتبات</h2>{paragraphs((*ARABIC, *FRENCH))}")

    assert text_of(html).paragraphs == ("الماء يبلغ العتبات", *ARABIC, *FRENCH)


def test_only_the_description_is_left_out_not_the_paragraphs_above_it() -> None:
    html = article(
        f"<div>{paragraphs(FRENCH[:2])}</div><div><p>{ARABIC[0]}</p></div>"
        f"<div>{paragraphs(ARABIC[1:] + FRENCH[2:])}</div>",
        head=json_ld(headline=TITLE, description=ARABIC[0]),
    )

    assert text_of(html).paragraphs[:2] == FRENCH[:2]


def test_the_other_reader_keeps_no_line_of_a_page_on_which_it_was_asked() -> None:
    short = "".join(f"<p>{one[:40]}.</p>" for one in FRENCH)

    text_of(html_page(f"<article><h1>{TITLE}</h1>{short}</article>{links(60)}"))

    assert trim.cache_info().currsize == line_processing.cache_info().currsize == 0
