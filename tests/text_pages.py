"""Builds pages of invented text for the tests of the body reader."""

from __future__ import annotations

import json

from pipeline.extract.main_text import MainText, main_text
from pipeline.extract.page import Page, parse
from pipeline.records import ReadingRules

ADDRESS = "https://manara.example/2026/11/nahr"
TITLE = "النهر الكبير يرتفع مترين في أسبوع"
ARABIC = (
    "سجلت محطات القياس على ضفاف النهر الكبير ارتفاعا في منسوب المياه بلغ مترين خلال أسبوع واحد.",
    "ودعت مصالح الحماية المدنية سكان القرى المنخفضة إلى الابتعاد عن المجرى حتى نهاية الأسبوع.",
    "وقال مهندس في وكالة الأحواض إن السدود الثلاثة بعيدة عن الامتلاء الكامل، لكنه دعا إلى الحذر.",
)
FRENCH = (
    "Le marché couvert du quartier des Tanneurs a rouvert mardi, après deux ans de travaux.",
    "Sur les cent vingt commerçants installés avant le chantier, quatre-vingt-dix sont revenus.",
    "La mairie espère remplir les étals restants avant le printemps, sans hausse des loyers.",
)
CHINESE = (
    "城东的老桥在关闭两年之后于星期二重新开放，行人和自行车可以通行，汽车仍须绕行北面的新桥。",
    "工程师表示，桥墩在修缮期间加固了三次，检测显示其承重能力已经恢复到建成时的水平。",
    "附近的商户希望客流能够尽快回升，市政府则计划在春季之前完成河岸步道的铺设工作。",
)


def paragraphs(texts: tuple[str, ...]) -> str:
    """The texts as `<p>` elements."""
    return "".join(f"<p>{text}</p>" for text in texts)


def links(count: int, label: str = "خبر قصير عن شارع في المدينة") -> str:
    """A list of links to other pieces."""
    return (
        "<ul>" + "".join(f'<li><a href="/{n}">{label} {n}</a></li>' for n in range(count)) + "</ul>"
    )


def html_page(body: str, *, title: str = TITLE, head: str = "", lang: str = "ar") -> str:
    """A page with a menu and a footer around what is given."""
    return f"""<!DOCTYPE html><html lang="{lang}"><head><title>{title} | منارة</title>{head}</head>
      <body><nav>{links(8)}</nav>{body}
      <footer><p>جميع الحقوق محفوظة لجريدة منارة، ولا يجوز نقل أي مادة منها.</p></footer>
      </body></html>"""


def article(inside: str, *, title: str = TITLE, head: str = "", lang: str = "ar") -> str:
    """A page whose article holds a heading and what is given."""
    return html_page(
        f"<article><h1>{title}</h1>{inside}</article>", title=title, head=head, lang=lang
    )


def json_ld(**fields: str) -> str:
    """A script that claims to describe a piece of news."""
    thing = {"@context": "https://schema.org", "@type": "NewsArticle", **fields}
    return f'<script type="application/ld+json">{json.dumps(thing, ensure_ascii=False)}</script>'


def text_of(html: str) -> MainText:
    """The main text of a page."""
    page = parse(html, ADDRESS, ReadingRules())
    assert isinstance(page, Page), page
    return main_text(page)
