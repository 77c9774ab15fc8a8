"""Puts invented boxes around and between the paragraphs of a page, as sites do from fetch to fetch.

Two fetches of one article differ in their advertisements, related pieces and counters; its text
does not. A box comes with a name that says what it is, or with one that says nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from pipeline.text import clean

#: stands where a box goes until the page is written out; no page has it
_PLACE: Final = "\ue000{}\ue001"
#: characters of a paragraph that boxes stand below
_SHORTEST: Final = 40


@dataclass(frozen=True, slots=True)
class Words:
    """What the boxes say in one language."""

    titles: tuple[str, ...]
    teasers: tuple[str, ...]
    prose: tuple[str, ...]
    read_also: str
    related: str
    recommended: str
    advertisement: str
    newsletter: tuple[str, str, str]
    views: str
    shared: str
    share: str
    cookies: str
    embed: str


ENGLISH: Final = Words(
    titles=(
        "Harbour ferry returns after a winter of repairs",
        "Librarians find a map behind the stove",
        "Why the old mill will not be sold",
        "Two villages share one bus from Monday",
    ),
    teasers=(
        "The boat will cross four times a day, and dogs may ride for nothing.",
        "It shows a street that nobody in the quarter has ever heard of.",
        "Its owner has refused three offers, and means to refuse the fourth.",
        "The driver knows every passenger by name, and most of them by their knock.",
    ),
    prose=(
        "The ferry was taken out of the water in October, when the wood of its hull had softened.",
        "Its captain spent the winter in the workshop, and says that no plank has been left alone.",
        "Tickets cost what they did before, but children under ten need none until the summer.",
    ),
    read_also="Read also:",
    related="Related stories",
    recommended="Recommended for you",
    advertisement="Advertisement",
    newsletter=(
        "The morning letter",
        "Sign up for our newsletter and get the five stories of the day in your inbox.",
        "Subscribe",
    ),
    views="{} views",
    shared="{} shares",
    share="Share this article",
    cookies="We use cookies to measure how our pages are read, if you give us your consent.",
    embed="To view this content you need to accept cookies of the platform it comes from.",
)
FRENCH: Final = Words(
    titles=(
        "Le bac du port reprend après un hiver de travaux",
        "Une carte retrouvée derrière le poêle de la bibliothèque",
        "Pourquoi le vieux moulin ne sera pas vendu",
        "Deux villages partagent un autocar dès lundi",
    ),
    teasers=(
        "Le bateau traversera quatre fois par jour, et les chiens voyageront pour rien.",
        "Elle montre une rue dont personne dans le quartier n'a entendu parler.",
        "Son propriétaire a refusé trois offres, et compte refuser la quatrième.",
        "Le chauffeur connaît chaque passager par son nom, et la plupart par leur pas.",
    ),
    prose=(
        "Le bac avait été sorti de l'eau en octobre, quand le bois de sa coque s'était ramolli.",
        "Son capitaine a passé l'hiver à l'atelier, et assure qu'aucune planche n'a été oubliée.",
        "Le billet coûte ce qu'il coûtait, mais les enfants n'en auront pas besoin avant l'été.",
    ),
    read_also="Lire aussi :",
    related="Sur le même sujet",
    recommended="Recommandé pour vous",
    advertisement="Publicité",
    newsletter=(
        "La lettre du matin",
        "Inscrivez-vous à notre newsletter et recevez chaque matin les cinq articles du jour.",
        "Je m'abonne",
    ),
    views="{} vues",
    shared="{} partages",
    share="Partager cet article",
    cookies="Nous utilisons des cookies pour mesurer notre audience, avec votre consentement.",
    embed="Pour voir ce contenu, vous devez accepter les cookies de la plateforme qui l'offre.",
)
ARABIC: Final = Words(
    titles=(
        "عبارة الميناء تعود بعد شتاء من الإصلاح",
        "خريطة قديمة خلف موقد المكتبة",
        "لماذا لن تباع الطاحونة العتيقة",
        "قريتان تتقاسمان حافلة واحدة ابتداء من الإثنين",
    ),
    teasers=(
        "ستعبر السفينة أربع مرات في اليوم، وتركب الكلاب من دون مقابل.",
        "تظهر فيها طريق لم يسمع بها أحد من سكان الحي من قبل.",
        "رفض صاحبها ثلاثة عروض حتى الآن، وينوي أن يرفض الرابع.",
        "يعرف السائق كل راكب باسمه، ويعرف معظمهم من وقع خطاهم.",
    ),
    prose=(
        "أخرجت العبارة من الماء في أكتوبر حين لان خشب هيكلها وصار السفر على متنها محفوفا بالخطر.",
        "وأمضى ربانها الشتاء كله في الورشة، وهو يؤكد أن لوحا واحدا منها لم يترك على حاله القديم.",
        "وبقي سعر التذكرة كما كان من قبل، لكن الأطفال دون العاشرة لن يحتاجوا إليها حتى الصيف.",
    ),
    read_also="اقرأ أيضا:",
    related="مواضيع ذات صلة",
    recommended="قد يعجبك أيضا",
    advertisement="إعلان",
    newsletter=(
        "رسالة الصباح",
        "اشترك في نشرتنا البريدية لتصلك أخبار اليوم الخمسة كل صباح على بريدك.",
        "اشترك",
    ),
    views="{} مشاهدة",
    shared="{} مشاركة",
    share="شارك المقال",
    cookies="نستخدم ملفات تعريف الارتباط لقياس قراءة صفحاتنا، ويمكنك سحب موافقتك في أي وقت تشاء.",
    embed="لعرض هذا المحتوى يجب أن توافق على ملفات تعريف الارتباط للمنصة التي جاء منها.",
)
LANGUAGES: Final = {"en": ENGLISH, "fr": FRENCH, "ar": ARABIC}


def _link(title: str, seed: int) -> str:
    return f'<a href="/2026/11/{seed}">{title}</a>'


def _list(words: Words, seed: int) -> str:
    titles = words.titles[seed % 2 :] + words.titles[: seed % 2]
    return "<ul>" + "".join(f"<li>{_link(one, seed)}</li>" for one in titles[:3]) + "</ul>"


def _advertisement(words: Words, seed: int, named: bool) -> str:
    name = f"ad-slot ad-{seed}" if named else f"k{seed}"
    return (
        f'<div class="{name}"><p>{words.advertisement}</p>'
        f'<a href="https://goods.example/{seed}"><img src="/{seed}.gif" alt=""></a></div>'
    )


def _related(words: Words, seed: int, named: bool) -> str:
    tag, name = ("aside", "related-stories") if named else ("div", "k7")
    return f'<{tag} class="{name}"><h3>{words.related}</h3>{_list(words, seed)}</{tag}>'


def _read_also(words: Words, seed: int, named: bool) -> str:
    title = words.titles[seed % len(words.titles)]
    name = ' class="read-also"' if named else ""
    return f"<p{name}><strong>{words.read_also}</strong> {_link(title, seed)}</p>"


def _linked_title(words: Words, seed: int, named: bool) -> str:
    title = words.titles[seed % len(words.titles)]
    name = ' class="teaser"' if named else ""
    return f"<p{name}><strong>{_link(title, seed)}</strong></p>"


def _newsletter(words: Words, seed: int, named: bool) -> str:
    title, text, button = words.newsletter
    name = "newsletter-box" if named else "k3"
    return (
        f'<div class="{name}"><h4>{title}</h4><p>{text}</p>'
        f'<form action="/letter/{seed}"><input name="e"><button>{button}</button></form></div>'
    )


def _counter(words: Words, seed: int, named: bool) -> str:
    name = "post-views-meta" if named else "k9"
    views, shares = words.views.format(100 + seed), words.shared.format(seed)
    return f'<div class="{name}"><span>{views}</span> <span>{shares}</span></div>'


def _cards(words: Words, seed: int, named: bool) -> str:
    name, card = ("recommended", "teaser-card") if named else ("k5", "k6")
    count = 2 + seed % 3
    cards = "".join(
        f'<article class="{card}"><a href="/{n}"><img src="/{n}.jpg" alt=""></a>'
        f"<h4>{_link(title, n)}</h4><p>{teaser}</p></article>"
        for n, (title, teaser) in enumerate(zip(words.titles, words.teasers, strict=True))
        if n < count
    )
    return f'<section class="{name}"><h3>{words.recommended}</h3>{cards}</section>'


def _share_bar(words: Words, seed: int, named: bool) -> str:
    name = "share-bar" if named else "k2"
    ways = ("Facebook", "X", "WhatsApp", "Telegram")
    links = "".join(f'<li><a href="https://{way.lower()}.example/s">{way}</a></li>' for way in ways)
    return f'<div class="{name}"><span>{words.share}</span><ul>{links}</ul></div>'


def _cookie_wall(words: Words, seed: int, named: bool) -> str:
    name = "cookie-banner" if named else "k4"
    return f'<div class="{name}"><p>{words.cookies}</p><button>OK {seed}</button></div>'


def _embed(words: Words, seed: int, named: bool) -> str:
    name = "embed-consent" if named else "k8"
    return f'<div class="{name}"><p>{words.embed}</p><button>OK {seed}</button></div>'


def _next_piece(words: Words, seed: int, named: bool) -> str:
    name = "next-article" if named else "k1"
    paragraphs = "".join(f"<p>{text}</p>" for text in words.prose * 2)
    return (
        f'<article class="{name}"><h1>{words.titles[seed % 4]}</h1>'
        f"<p>{words.teasers[seed % 4]}</p>{paragraphs}</article>"
    )


Box = Callable[[Words, int, bool], str]
#: between and below paragraphs
BETWEEN: Final[dict[str, Box]] = {
    "advertisement": _advertisement,
    "related pieces": _related,
    "read also": _read_also,
    "a linked title": _linked_title,
    "newsletter": _newsletter,
    "counter": _counter,
    "recommended cards": _cards,
    "share bar": _share_bar,
    "embed not allowed": _embed,
}
#: above and below the article
AROUND: Final[dict[str, Box]] = {
    "cookie wall": _cookie_wall,
    "recommended cards": _cards,
    "newsletter": _newsletter,
    "next article": _next_piece,
}


def with_boxes(
    html: str,
    paragraphs: Sequence[str],
    *,
    between: Sequence[str] = (),
    above: str = "",
    below: str = "",
) -> str:
    """The page with boxes put between the paragraphs of its text, above its page and below it.

    Args:
        html: the page.
        paragraphs: its text as it was read.
        between: boxes; each goes below a paragraph, from the first to the last in even steps.
        above: what becomes the first in `<body>`.
        below: what is put behind the outermost element around the text that has siblings.
    """
    tree = LexborHTMLParser(html)
    known = {text for text in paragraphs if len(text) >= _SHORTEST}
    shown = [node for node in tree.css("p") if clean(node.text()) in known]
    boxes = {}
    if shown and between:
        for at, box in enumerate(between):
            place = _PLACE.format(at)
            node = shown[(at * (len(shown) - 1)) // max(len(between) - 1, 1)]
            node.insert_after(place)
            boxes[place] = box
    if shown and below:
        boxes[place := _PLACE.format("below")] = below
        _outermost(shown).insert_after(place)
    if tree.body is not None and tree.body.child is not None and above:
        boxes[place := _PLACE.format("above")] = above
        tree.body.child.insert_before(place)
    written = tree.html or ""
    for place, box in boxes.items():
        written = written.replace(place, box)
    return written


def _outermost(shown: Sequence[LexborNode]) -> LexborNode:
    """The innermost element that holds the first and the last paragraph, or its `<article>`."""
    last = shown[-1].mem_id
    node = shown[0]
    while node.parent is not None and node.parent.tag not in ("body", "html"):
        node = node.parent
        if any(one.mem_id == last for one in node.css("p")) and node.tag not in ("p", "tbody"):
            break
    around: LexborNode | None = node
    while around is not None and around.tag not in ("article", "body", "html"):
        around = around.parent
    return around if around is not None and around.tag == "article" else node
