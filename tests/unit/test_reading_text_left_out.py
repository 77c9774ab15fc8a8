"""What stands beside, above, below and between an article's paragraphs stays out of its text."""

from __future__ import annotations

import pytest

from tests.text_pages import (
    ARABIC,
    CHINESE,
    FRENCH,
    TITLE,
    article,
    html_page,
    links,
    paragraphs,
    text_of,
)

PROSE = "تعلن الجريدة لقرائها أن هذه الفقرة ليست من المقال، مهما بدا طولها كافيا لتكون منه."


@pytest.mark.parametrize(
    "beside",
    [
        f"<aside><p>{PROSE}</p></aside>",
        f"<div class=related-posts><h3>مواضيع</h3>{links(4)}<p>{PROSE}</p></div>",
        f'<div class="newsletter-signup"><p>{PROSE}</p></div>',
        f"<div id=comments><p>{PROSE}</p></div>",
        f'<div class="share-bar"><span>{PROSE}</span></div>',
        f'<div class="cookie-banner"><p>{PROSE}</p></div>',
        f'<div class="author-box"><p>{PROSE}</p></div>',
        f'<div role="dialog"><p>{PROSE}</p></div>',
        f'<div style="display: none"><p>{PROSE}</p></div>',
        f"<div hidden><p>{PROSE}</p></div>",
        f"<figure><img src=a.jpg><figcaption>{PROSE}</figcaption></figure>",
        f'<p class="wp-caption-text">{PROSE}</p>',
        "<div class=tags>" + links(5) + "</div>",
        f"<form><p>{PROSE}</p><input></form>",
        f"<script>document.write('{PROSE}')</script><style>p {{}}</style>",
        f"<template><p>{PROSE}</p></template>",
    ],
)
def test_what_a_name_or_tag_sets_apart_stays_out(beside: str) -> None:
    html = article(f"{paragraphs(ARABIC[:2])}{beside}{paragraphs((*ARABIC[2:], *FRENCH))}")

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


@pytest.mark.parametrize(
    "line",
    [
        '<p><b>اقرأ أيضا:</b> <a href="/x">سد السهل يمتلئ لأول مرة منذ عشر سنوات</a></p>',
        '<p><a href="/x">سد السهل يمتلئ لأول مرة منذ عشر سنوات كاملة</a></p>',
        '<p>À lire aussi : <a href="/x">Les barrages du sud se remplissent</a></p>',
        '<p>READ ALSO: <a href="/x">Dams fill up in the south</a></p>',
        "<p>Lesen Sie auch: Die Stauseen im Süden füllen sich</p>",
        "<p>إعلان</p>",
        "<p>Publicité</p>",
        "<p>© وكالة الصور</p>",
        "<p>Photo: Lina Merabet</p>",
        "<p>صورة: أرشيف الجريدة</p>",
    ],
)
def test_pointers_labels_and_credits_between_paragraphs_stay_out(line: str) -> None:
    html = article(f"{paragraphs(ARABIC[:2])}{line}{paragraphs((*ARABIC[2:], *FRENCH))}")

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_sentence_that_only_begins_like_a_pointer_is_kept() -> None:
    sentence = (
        "للمزيد من الأمان أغلقت البلدية الجسر القديم أمام الشاحنات حتى إشعار آخر يصدر عن الولاية."
    )
    html = article(paragraphs((*ARABIC, sentence, *FRENCH)))

    assert sentence in text_of(html).paragraphs


def test_title_date_and_byline_lines_above_the_text_stay_out() -> None:
    html = article(f"<p>نشر في 20 نوفمبر 2026 - 10:05</p><p>3 min</p>{paragraphs(ARABIC)}")

    assert text_of(html).paragraphs == ARABIC


def test_the_next_article_of_an_endless_page_stays_out() -> None:
    html = html_page(
        f"<main><article><h1>{TITLE}</h1>{paragraphs((*ARABIC, *ARABIC[:0], *FRENCH))}</article>"
        f"<article><h1>الجسر القديم يفتح أبوابه</h1>{paragraphs(CHINESE * 4)}</article></main>"
    )

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_list_of_teasers_below_the_text_stays_out() -> None:
    teasers = "".join(
        f'<div class=card><h3><a href="/{n}">عنوان خبر آخر من المدينة رقم {n}</a></h3>'
        f"<div class=sum><p>{PROSE} {n}</p></div></div>"
        for n in range(12)
    )
    html = html_page(
        f"<main><h1>{TITLE}</h1><div class=story>{paragraphs((*ARABIC, *FRENCH))}</div>"
        f"<div class=more>{teasers}</div></main>"
    )

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_section_whose_heading_says_that_the_article_has_ended_stays_out() -> None:
    html = article(f"{paragraphs((*ARABIC, *FRENCH))}<h3>التعليقات</h3><p>{PROSE}</p>")

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_subhead_with_nothing_left_below_it_stays_out() -> None:
    html = article(f"{paragraphs((*ARABIC, *FRENCH))}<h2>أخبار أخرى من الولاية</h2>{links(6)}")

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_caption_in_a_box_with_its_picture_stays_out() -> None:
    html = article(
        f"{paragraphs(ARABIC[:2])}<div class=media-block><img src=a.jpg>"
        f"<div>الجسر القديم كما بدا صباح أمس، في صورة من الضفة المقابلة.</div></div>"
        f"{paragraphs((*ARABIC[2:], *FRENCH))}"
    )

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_a_sentence_pulled_out_of_the_text_is_not_read_twice() -> None:
    pulled = "أغلقت البلدية الجسر القديم أمام الشاحنات حتى إشعار آخر"
    html = article(
        f"{paragraphs(ARABIC)}<blockquote>{pulled}</blockquote>"
        f"{paragraphs((f'وأضاف المصدر: {pulled}، من غير تفاصيل.', *FRENCH))}"
    )

    assert text_of(html).paragraphs == (*ARABIC, f"وأضاف المصدر: {pulled}، من غير تفاصيل.", *FRENCH)


def test_the_text_printed_again_for_search_engines_is_read_once() -> None:
    texts = tuple(f"{text} ({n}) {text}" for n, text in enumerate((*ARABIC, *FRENCH) * 2))
    html = article(f"{paragraphs(texts)}<p>{' '.join(texts)}</p>")

    assert text_of(html).paragraphs == texts


@pytest.mark.parametrize(
    "foot",
    [
        "Reporting by Lina Merabet; editing by Hala Darwish.",
        "Subscribe to our newsletter to get the latest stories every morning.",
        "تابعونا على صفحتنا لمعرفة آخر المستجدات.",
        "آخر تحديث: 20 نوفمبر 2026.",
        "Aktualisiert am 20.11.2026.",
    ],
)
def test_lines_below_the_last_sentence_stay_out(foot: str) -> None:
    html = article(paragraphs((*ARABIC, *FRENCH, foot)))

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_words_for_those_who_cannot_see_a_link_stay_out_of_the_sentence() -> None:
    html = article(
        "<p>قالت <a href='/m'>البلدية<span class='sr-only'> (يفتح في نافذة جديدة)</span></a> إن "
        f"الجسر القديم سيغلق أمام الشاحنات.</p>{paragraphs(ARABIC)}"
    )

    assert text_of(html).paragraphs[0] == "قالت البلدية إن الجسر القديم سيغلق أمام الشاحنات."


@pytest.mark.parametrize(
    "line",
    [
        "<p>نستخدم ملفات تعريف الارتباط لعرض هذا المنشور، وذلك بعد موافقتك.</p>",
        "<p>Pour voir ce contenu, vous devez accepter les cookies de son éditeur.</p>",
        "<p>To view this content you must give your consent to third-party cookies.</p>",
        "<p>An dieser Stelle steht externer Inhalt, der Ihre Zustimmung braucht.</p>",
        "<p>1,204 views</p>",
        "<div>320 partages</div>",
        "<div>٣٢٠ مشاهدة</div>",
        "<div><h4>رسالة الصباح</h4><p>تصلك أخبار اليوم كلها.</p><form><input></form></div>",
        f"<div><h3>مواضيع ذات صلة</h3>{links(3)}</div>",
        f"<div><h3>Related stories</h3>{links(3)}</div>",
    ],
)
def test_questions_counters_and_nameless_boxes_between_paragraphs_stay_out(line: str) -> None:
    html = article(f"{paragraphs(ARABIC[:2])}{line}{paragraphs((*ARABIC[2:], *FRENCH))}")

    assert text_of(html).paragraphs == (*ARABIC, *FRENCH)


def test_of_pieces_below_each_other_the_one_with_the_page_s_title_is_read() -> None:
    other = "".join(f"<p>{text} {text}</p>" for text in FRENCH * 4)
    html = html_page(
        f'<div class="piece piece-0"><h1>{TITLE}</h1>{paragraphs(ARABIC)}</div>'
        f'<div class="piece piece-1"><h1>Le marché rouvre enfin ses portes</h1>{other}</div>'
    )

    assert text_of(html).paragraphs == ARABIC


def test_a_sentence_about_cookies_is_kept() -> None:
    sentence = "وقالت الهيئة إن المواقع الثلاثة تجمع ملفات تعريف الارتباط من دون موافقة القراء."
    html = article(paragraphs((*ARABIC, sentence, *FRENCH)))

    assert sentence in text_of(html).paragraphs


def _in_nameless_boxes(*boxes: str) -> str:
    """An article whose paragraphs and boxes all lie in elements without a name."""
    texts = [f"<div>{text}</div>" for text in (*ARABIC, *FRENCH, *CHINESE)]
    for at, box in enumerate(boxes):
        texts.insert(2 + 2 * at, box)
    return article(f"<div>{''.join(texts)}</div>")


@pytest.mark.parametrize(
    "box",
    [
        f"<div><h4>رسالة</h4><p>{PROSE}</p><form><input><button>نعم</button></form></div>",
        f"<div><p>{PROSE}</p><button>نعم</button></div>",
        f'<div><a href="/x"><img src=x.jpg></a><h4><a href="/x">السد</a></h4><p>{PROSE}</p></div>',
        f"<div><h4>أخبار</h4>{links(3)}</div>",
        "<div>"
        f'<div>للقراءة</div><div><h5><a href="/x">السد</a></h5><p>{PROSE}</p></div>'
        f'<div><h5><a href="/y">السهل</a></h5><p>{PROSE}</p></div></div>',
    ],
    ids=["asks for an address", "asks to press", "a card", "links", "cards below a label"],
)
def test_a_box_told_by_what_it_is_made_of_stays_out_where_no_name_tells_it(box: str) -> None:
    with_boxes = text_of(_in_nameless_boxes(box, box)).paragraphs

    assert with_boxes == text_of(_in_nameless_boxes()).paragraphs
    assert with_boxes == (*ARABIC, *FRENCH, *CHINESE)


def test_paragraphs_each_beside_a_button_are_the_text_and_no_boxes() -> None:
    entries = "".join(
        f"<section><h3>{at}</h3><p>{text}</p><button>↗</button></section>"
        for at, text in enumerate((*ARABIC, *FRENCH))
    )

    assert {*ARABIC, *FRENCH} <= set(text_of(article(entries)).paragraphs)


def test_a_paragraph_under_a_linked_subhead_in_the_text_s_element_is_kept() -> None:
    inside = f'<h2><a href="/x">السدود</a></h2><p>{ARABIC[0]}</p>' + paragraphs(ARABIC[1:])

    assert text_of(article(inside)).paragraphs[-3:] == ARABIC


def test_a_standfirst_is_kept_where_a_box_with_a_picture_was_put_beside_it() -> None:
    box = '<div class="newsletter"><img src=x.jpg><p>رسالة الصباح</p><button>نعم</button></div>'
    start = "<div class=lead><p>{}</p>{}</div>"
    plain, boxed = (
        text_of(article(start.format(FRENCH[0], inside) + paragraphs(ARABIC))).paragraphs
        for inside in ("", box)
    )

    assert FRENCH[0] in plain
    assert boxed == plain
