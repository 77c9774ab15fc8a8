"""Section pages as systems and templates draw them, with the pieces each lists.

All invented: the markup follows what WordPress, Drupal, Blogger, Ghost and common hand-made
templates print, the words are ours. The tests and `make bench-discovery` share them.
"""

from __future__ import annotations

from dataclasses import dataclass

HOME = "https://news.example.org"


@dataclass(frozen=True)
class Layout:
    """A section page and what is right about it."""

    name: str
    path: str
    html: str
    #: paths of the pieces it lists
    pieces: tuple[str, ...]
    #: path of its next page
    following: str | None = None


_MENU = """<header><nav class="main-menu"><ul><li><a href="/">Accueil</a></li>
<li><a href="/politique">Politique</a><ul class="mega"><li><a href="/politique/parlement">Parlement</a>
</li><li><a href="/2026/02/01/un-dossier-mis-en-avant">Dossier mis en avant</a></li></ul></li>
<li><a href="/sport">Sport</a></li></ul></nav></header>"""
_FOOTER = """<footer><a href="/mentions-legales">Mentions</a><a href="/qui-sommes-nous">Qui</a>
<ul><li><a href="/2020/01/01/un-vieil-article-du-pied">Vieux</a></li></ul></footer>"""


def _page(main: str, *, lang: str = "fr", head: str = "", side: str = "") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>t</title>{head}</head><body>'
        f"{_MENU}{main}{side}{_FOOTER}</body></html>"
    )


_TITLES = (
    "Le pont rouvre après deux ans de travaux",
    "La récolte d'olives dépasse les attentes",
    "Un nouveau musée pour la vieille ville",
    "Les pêcheurs demandent un port plus sûr",
    "Le budget voté à une voix près",
    "Trois villages privés d'eau depuis lundi",
)
_ARABIC = (
    "جسر المدينة يعود إلى الخدمة بعد عامين",
    "موسم الزيتون يتجاوز كل التوقعات هذا العام",
    "متحف جديد في قلب المدينة العتيقة",
    "الصيادون يطالبون بميناء أكثر أمانا",
    "الميزانية تمر بفارق صوت واحد",
    "انقطاع الماء عن ثلاث قرى منذ الاثنين",
)
_SLUGS = (
    "le-pont-rouvre-apres-deux-ans",
    "recolte-olives-attentes",
    "nouveau-musee-vieille-ville",
    "pecheurs-port-sur",
    "budget-vote",
    "villages-sans-eau",
)
_SIDE = """<aside class="sidebar widget-area"><h3>Les plus lus</h3><ul>
<li><a href="/2026/01/05/le-plus-lu-de-la-semaine">Le plus lu de la semaine passée</a></li>
<li><a href="/2026/01/06/le-second-plus-lu-ici">Le second plus lu de la semaine</a></li>
<li><a href="/2026/01/07/le-troisieme-plus-lu">Le troisième de la semaine passée</a></li></ul></aside>"""


def _wordpress() -> Layout:
    paths = tuple(f"/2026/02/1{n}/{slug}" for n, slug in enumerate(_SLUGS))
    posts = "".join(
        f"""<article id="post-{n}" class="post type-post hentry category-politique">
<a class="post-thumbnail" href="{path}/"><img src="/wp-content/uploads/{n}.jpg" alt=""></a>
<header class="entry-header"><h2 class="entry-title"><a href="{path}/" rel="bookmark">{title}</a></h2>
<div class="entry-meta"><span class="posted-on">Publié le <a href="{path}/"><time
datetime="2026-02-1{n}T08:00:00+01:00">1{n} février 2026</time></a></span> <span class="byline">par
<a href="/author/samia-b">Samia B.</a></span> <span class="cat-links"><a href="/category/politique"
rel="category tag">Politique</a></span></div></header><div class="entry-summary"><p>Un résumé qui
cite <a href="/2025/12/01/un-article-plus-ancien">un article plus ancien</a> du journal.</p></div>
<footer class="entry-footer"><a href="{path}/#respond">Laisser un commentaire</a></footer></article>"""
        for n, (path, title) in enumerate(zip(paths, _TITLES, strict=True))
    )
    pager = """<nav class="navigation pagination"><div class="nav-links"><span class="current">1</span>
<a class="page-numbers" href="/politique/page/2/">2</a><a class="page-numbers" href="/politique/page/9/">
9</a><a class="next page-numbers" href="/politique/page/2/">Suivant</a></div></nav>"""
    main = f'<main id="main" class="site-main">{posts}{pager}</main>'
    return Layout("WordPress", "/politique", _page(main, side=_SIDE), paths, "/politique/page/2")


def _drupal() -> Layout:
    paths = tuple(f"/node/{4810 + n}" for n in range(6))
    rows = "".join(
        f"""<div class="views-row"><div class="views-field views-field-field-image"><a href="{path}">
<img src="/sites/default/files/{n}.jpg"></a></div><div class="views-field views-field-title"><span
class="field-content"><a href="{path}" hreflang="fr">{title}</a></span></div><div class="views-field
views-field-created"><span class="field-content">1{n}/02/2026 - 09:30</span></div><div
class="views-field views-field-uid"><a href="/user/12">samia</a></div><div class="views-field
views-field-field-tags"><a href="/tags/ville">Ville</a>, <a href="/taxonomy/term/7">Eau</a></div></div>"""
        for n, (path, title) in enumerate(zip(paths, _TITLES, strict=True))
    )
    pager = """<ul class="pager js-pager__items"><li class="pager__item is-active"><a href="?page=0">1</a>
</li><li class="pager__item"><a href="?page=1">2</a></li><li class="pager__item--next"><a href="?page=1"
rel="next">Suivant ›</a></li></ul>"""
    main = f'<div class="region region-content"><div class="view-content">{rows}</div>{pager}</div>'
    return Layout("Drupal", "/actualites", _page(main), paths, "/actualites?page=1")


def _blogger() -> Layout:
    paths = tuple(f"/2026/02/{slug}.html" for slug in _SLUGS)
    posts = "".join(
        f"""<div class="date-outer"><h2 class="date-header"><span>1{n} février 2026</span></h2><div
class="post hentry"><h3 class="post-title entry-title"><a href="{path}">{title}</a></h3><div
class="post-body entry-content">Un début de texte. <a href="{path}#more">Lire la suite »</a></div><div
class="post-footer"><span class="post-labels">Libellés : <a href="/search/label/Ville" rel="tag">Ville
</a></span><a class="comment-link" href="{path}#comment-form">3 commentaires</a></div></div></div>"""
        for n, (path, title) in enumerate(zip(paths, _TITLES, strict=True))
    )
    older = "/search?updated-max=2026-02-10T08:00:00%2B01:00&max-results=6"
    pager = f"""<div class="blog-pager" id="blog-pager"><span id="blog-pager-older-link"><a
class="blog-pager-older-link" href="{older}">Articles plus anciens</a></span></div>"""
    archive = """<div class="widget BlogArchive"><ul><li><a href="/2026/01/">janvier</a></li><li>
<a href="/2025/12/un-billet-de-decembre-dernier.html">Un billet de décembre dernier</a></li></ul></div>"""
    main = f'<div class="main section" id="main">{posts}{pager}</div>'
    following = "/search?max-results=6&updated-max=2026-02-10T08:00:00%2B01:00"
    return Layout("Blogger", "/", _page(main, side=archive), paths, following)


def _ghost() -> Layout:
    paths = tuple(f"/{slug}" for slug in _SLUGS)
    cards = "".join(
        f"""<article class="gh-card post"><a class="gh-card-link" href="{path}/"><figure
class="gh-card-image"><img src="/content/images/{n}.jpg" alt="{title}"></figure><div
class="gh-card-wrapper"><h3 class="gh-card-title">{title}</h3><p class="gh-card-excerpt">Un extrait.
</p><footer class="gh-card-meta"><time class="gh-card-date" datetime="2026-02-1{n}">1{n} févr.</time>
</footer></div></a></article>"""
        for n, (path, title) in enumerate(zip(paths, _TITLES, strict=True))
    )
    pager = (
        '<nav class="pagination"><a class="older-posts" href="/page/2/">Plus anciens →</a></nav>'
    )
    subscribe = '<section><a class="gh-button" href="#/portal/signup">S\'abonner</a></section>'
    return Layout(
        "Ghost",
        "/",
        _page(f'<main class="gh-main">{cards}{pager}</main>{subscribe}'),
        paths,
        "/page/2",
    )


def _cards() -> Layout:
    paths = tuple(f"/politique/{slug}-{481500 + n}" for n, slug in enumerate(_SLUGS))
    cards = "".join(
        f"""<div class="col-md-4"><div class="card"><a href="{path}"><img src="{n}.webp" alt="photo"></a>
<div class="card-body"><a class="badge" href="/politique">Politique</a><a class="card-title h5"
href="{path}">{title}</a><p class="card-text">Par <a href="/samia-ben-ali">Samia Ben Ali</a>, hier</p>
</div></div></div>"""
        for n, (path, title) in enumerate(zip(paths, _TITLES, strict=True))
    )
    more = '<div class="text-center"><a class="btn load-more" href="/politique?p=2">Voir plus</a></div>'
    return Layout(
        "cards",
        "/politique",
        _page(f'<div class="row">{cards}</div>{more}'),
        paths,
        "/politique?p=2",
    )


def _table() -> Layout:
    paths = tuple(f"/index.php?id={9900 + n}" for n in range(6))
    rows = "".join(
        f'<tr><td class="date">1{n}.02.2026</td><td><a href="{path}">{title}</a></td><td>'
        f'<a href="/index.php?rubrique=ville">Ville</a></td></tr>'
        for n, (path, title) in enumerate(zip(paths, _TITLES, strict=True))
    )
    return Layout("table", "/liste.php", _page(f"<table><tbody>{rows}</tbody></table>"), paths)


def _bare_list() -> Layout:
    paths = tuple(f"/breves/{slug}" for slug in _SLUGS)
    items = "".join(
        f'<li><a href="{path}">{title}</a></li>' for path, title in zip(paths, _TITLES, strict=True)
    )
    words = """<p>Toutes nos brèves, choisies par la rédaction avec <a
href="/notre-charte-de-redaction">notre charte de rédaction</a> pour guide.</p>"""
    return Layout("bare list", "/breves", _page(f"<div>{words}<ul>{items}</ul></div>"), paths)


def _one_word_slugs() -> Layout:
    words = ("pont", "olives", "musee", "peche", "budget", "villages")
    paths = tuple(f"/ville/{word}" for word in words)
    blocks = "".join(
        f"""<section class="teaser"><h3><a href="{path}">{title}</a></h3><time datetime="2026-02-1{n}">
1{n} février</time><p>Résumé.</p></section>"""
        for n, (path, title) in enumerate(zip(paths, _TITLES, strict=True))
    )
    tiles = "".join(
        f'<div class="box"><h3><a href="/ville/{name.lower()}">{name}</a></h3></div>'
        for name in ("Culture", "Transports", "Logement", "Marchés")
    )
    return Layout(
        "one-word slugs", "/ville", _page(f"<div>{blocks}</div><div>{tiles}</div>"), paths
    )


def _arabic_portal() -> Layout:
    paths = tuple(f"/akhbar/{title.replace(' ', '-')}" for title in _ARABIC)
    blocks = "".join(
        f"""<div class="news-item"><div class="img"><a href="{path}"><img src="/i/{n}.jpg"></a></div>
<div class="news-title"><a href="{path}">{title}</a></div><div class="info"><span>بقلم
<a href="/kuttab/huda-al-arabi-salem">هدى العربي سالم</a></span><span class="date">1{n} فيفري 2026</span>
</div><p>نص قصير يذكر <a href="/akhbar/khabar-qadim-min-al-arshif">خبرا قديما من الأرشيف</a>.</p>
<a class="more" href="{path}">اقرأ المزيد</a></div>"""
        for n, (path, title) in enumerate(zip(paths, _ARABIC, strict=True))
    )
    pager = '<div class="navi"><a href="/akhbar?page=2">الصفحة التالية</a></div>'
    html = _page(f'<div id="content">{blocks}{pager}</div>', lang="ar")
    return Layout("Arabic portal", "/akhbar", html, paths, "/akhbar?page=2")


def _arabic_numbers() -> Layout:
    paths = tuple(f"/article/{73300 + n}" for n in range(6))
    items = "".join(
        f"""<div class="box"><a href="{path}"><img src="/t/{n}.jpg" alt="صورة"></a><h2><a href="{path}">
{title}</a></h2><span class="cat"><a href="/section/3">محليات</a></span></div>"""
        for path, title, n in zip(paths, _ARABIC, range(6), strict=True)
    )
    ticker = (
        """<div class="ticker"><a href="/article/70001">عاجل: خبر في الشريط المتحرك هنا</a></div>"""
    )
    pager = '<ul class="pages"><li><a rel="next" href="/section/3?start=6">التالي</a></li></ul>'
    html = _page(f"{ticker}<div>{items}</div>{pager}", lang="ar")
    return Layout("Arabic, numbered", "/section/3", html, paths, "/section/3?start=6")


def _front_page() -> Layout:
    lead = f"/politique/{_SLUGS[0]}"
    boxes = []
    paths = [lead]
    for number, name in enumerate(("Politique", "Sport", "Culture", "Monde")):
        own = [f"/{name.lower()}/{slug}-{number}" for slug in _SLUGS[1:4]]
        paths += own
        items = "".join(
            f'<li class="item"><a href="{path}">{title}</a></li>'
            for path, title in zip(own, _TITLES[1:4], strict=True)
        )
        boxes.append(
            f'<section class="block"><h2><a href="/{name.lower()}">{name}</a></h2><ul>{items}</ul>'
            f'<a href="/{name.lower()}">Tout voir</a></section>'
        )
    main = f'<div class="lead"><h1><a href="{lead}">{_TITLES[0]}</a></h1></div>{"".join(boxes)}'
    return Layout("front page", "/", _page(main), tuple(paths))


LAYOUTS = (
    _wordpress(),
    _drupal(),
    _blogger(),
    _ghost(),
    _cards(),
    _table(),
    _bare_list(),
    _one_word_slugs(),
    _arabic_portal(),
    _arabic_numbers(),
    _front_page(),
)
