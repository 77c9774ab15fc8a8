"""What is not an article is refused with its reason; what only sounds like it is not."""

from __future__ import annotations

import pytest

from pipeline.extract import read_article
from pipeline.extract.walls import wall
from pipeline.records import Absence, ArticleData, NotArticle, ReadingRules

ADDRESS = "https://manara.example/news/2026/nahr-12345"
TEXT = (
    "سجلت محطات القياس على ضفاف النهر صباح اليوم ارتفاعا في منسوب المياه بلغ أربعين سنتيمترا.",
    "وقالت مصلحة المياه إن الارتفاع متوقع في مثل هذا الوقت من السنة بعد ذوبان الثلوج.",
    "وأضافت أن الجسور الثلاثة تبقى مفتوحة أمام السيارات والمارة حتى إشعار آخر.",
    "ويبلغ سكان المدينة عن كل فيضان في الأقبية عبر الرقم الأخضر الذي وضع لهذا الغرض.",
)
OG = '<meta property="og:type" content="article">'
STAMP = '<meta property="article:published_time" content="2026-03-01T08:00:00Z">'


def read(
    title: str, body: str = "", head: str = "", url: str = ADDRESS
) -> ArticleData | NotArticle:
    html = (
        f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"
    )
    return read_article(html.encode(), url, "text/html; charset=utf-8", ReadingRules())


def refusal(title: str, body: str = "", head: str = "", url: str = ADDRESS) -> str:
    reading = read(title, body, head, url)
    assert isinstance(reading, NotArticle), reading
    return reading.reason


def story(*texts: str) -> str:
    return "<main>" + "".join(f"<p>{text}</p>" for text in texts or TEXT) + "</main>"


@pytest.mark.parametrize(
    "title",
    [
        "404",
        "Page not found",
        "Page Not Found | The Lighthouse",
        "The Lighthouse - 404 Not Found",
        "Oops! That page can’t be found.",
        "Error 404",
        "The page you requested was not found",
        "This article is no longer available",
        "500 Internal Server Error",
        "Page introuvable - La Vigie",
        "La Vigie | La page demandée n'existe pas",
        "Désolé, cette page n’existe plus",
        "Erreur 404",
        "الصفحة غير موجودة",
        "عذرا، الصفحة التي تبحث عنها غير موجودة",
        "المنارة | الصفحة المطلوبة غير متوفرة",
        "خطأ 404",
        "لم يتم العثور على الصفحة",
        "الخبر لم يعد متاحا",
        "Seite nicht gefunden",
        "Página no encontrada",
        "Pagina non trovata",
        "Sayfa bulunamadı",
        "صفحه مورد نظر یافت نشد",
        "Страница не найдена",
        "הדף לא נמצא",
    ],
)
def test_an_error_page_is_known_by_its_title_or_its_heading(title: str) -> None:
    assert refusal(title, story()) == "an error page"
    heading = title.split(" | ")[-1].split(" - ")[0]
    if heading == title:
        assert refusal("المنارة", f"<h1>{title}</h1>{story()}") == "an error page"


def test_an_error_page_that_shows_a_list_is_an_error_page() -> None:
    latest = "".join(
        f"<li><h3><a href='/news/{n}'>{text[:30]}</a></h3><p>{text}</p></li>"
        for n, text in enumerate(TEXT * 3)
    )
    assert refusal("المنارة", f"<h1>404</h1><ul>{latest}</ul>") == "an error page"


def test_the_mark_of_a_content_system_gives_an_error_page_away() -> None:
    html = "<!DOCTYPE html><title>المنارة</title><body class='rtl error404 wp'>" + story()
    reading = read_article(html.encode(), ADDRESS, "text/html", ReadingRules())
    assert reading == NotArticle("an error page", Absence.SOFT_404)


@pytest.mark.parametrize(
    "title",
    [
        "404 قتلى في حصيلة جديدة للزلزال",
        "Page not found: how the old web is being lost",
        "Le site de la mairie en maintenance, les habitants s'impatientent",
        "Access denied to reporters at the border, union says",
        "رفض الوصول إلى الملفات يثير غضب الصحفيين",
        "Before you continue: five things to know about the vote",
        "تسجيل الدخول إلى المدارس يبدأ غدا في كل الولايات",
        "Recherche scientifique : le budget augmente",
        "Coming soon to the old port: a museum of the sea",
    ],
)
def test_a_piece_about_such_things_is_an_article(title: str) -> None:
    reading = read(title, f"<h1>{title}</h1>" + story(*TEXT, *TEXT))
    assert isinstance(reading, ArticleData)
    assert reading.title == title


def test_what_claims_to_be_a_dated_article_is_not_doubted_for_its_words() -> None:
    cookies = tuple(f"Les cookies et le consentement, partie {n}. {TEXT[0]}" for n in range(4))
    reading = read("Votre vie privée", story(*cookies), OG + STAMP)
    assert isinstance(reading, ArticleData)


@pytest.mark.parametrize(
    "title",
    ["One more step", "Human Verification", "Are you a robot?", "Accès refusé", "تم رفض الوصول"],
)
def test_a_wall_without_a_known_vendor_is_a_wall_all_the_same(title: str) -> None:
    text = "<p>Please complete the check below to go on to the page that you asked for.</p>" * 5
    assert refusal(title, f"<main>{text}</main>") == "a bot wall"


@pytest.mark.parametrize(
    "title", ["تسجيل الدخول", "Connexion - La Vigie", "Log in | The Lighthouse"]
)
def test_a_page_that_asks_to_log_in_is_no_article(title: str) -> None:
    form = "<form><input name=u><input type=password name=p></form>"
    assert refusal(title, form + story()) == "a page that asks to log in"


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Avant de continuer", "Nous et nos partenaires utilisons des cookies sur votre appareil"),
        ("The Lighthouse", "We ask for your consent to the processing of your personal data"),
        ("المنارة", "نستخدم ملفات تعريف الارتباط ونطلب موافقتك على استعمالها في هذا الموقع"),
    ],
)
def test_a_page_that_asks_for_consent_is_no_article(title: str, words: str) -> None:
    text = (f"{words}, {n}; {words}." for n in range(5))
    assert refusal(title, story(*text)) == "a page that asks for consent"


@pytest.mark.parametrize(
    "title", ["الموقع تحت الصيانة", "Site en maintenance", "Under maintenance", "Bientôt de retour"]
)
def test_a_maintenance_page_is_no_article(title: str) -> None:
    assert refusal(title, story(*TEXT)) == "a maintenance page"


@pytest.mark.parametrize(
    "says",
    [
        "You need to enable JavaScript to run this app.",
        "Veuillez activer JavaScript pour continuer.",
        "يرجى تفعيل جافا سكريبت في متصفحك",
    ],
)
def test_a_page_that_only_scripts_fill_is_said_to_be_one(says: str) -> None:
    shell = f"<noscript>{says}</noscript><div id=root></div><script>go()</script>"
    assert refusal("المنارة", shell) == "a page that only scripts fill"


def test_a_call_to_subscribe_without_a_text_is_no_article() -> None:
    calls = ("Cet article est réservé aux abonnés de La Vigie, qui le lisent en entier.",) * 3
    assert refusal("Le fleuve monte", story(*calls, "Lire la suite"), OG) == (
        "only a call to subscribe"
    )
    reading = read("Le fleuve monte", story(TEXT[0], TEXT[1], *calls), OG)
    assert isinstance(reading, ArticleData)


def teasers(count: int, shape: str) -> str:
    return "".join(
        shape.format(n=n, title=TEXT[n % 4][:40], text=TEXT[n % 4]) for n in range(count)
    )


SHAPES = {
    "articles": "<article><h2>{title}</h2><p>{text}</p></article>",
    "linked headings": "<div class=c><h3><a href='/n/{n}'>{title}</a></h3><p>{text}</p></div>",
    "linked cards": "<a href='/n/{n}'><div><h4>{title}</h4></div></a><div>{text}</div>",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_list_of_pieces_is_no_article(shape: str) -> None:
    body = f"<h1>بيئة</h1>{teasers(12, SHAPES[shape])}"
    assert refusal("بيئة - المنارة", body) == "a list of articles"


@pytest.mark.parametrize("shape", SHAPES)
def test_an_article_beside_a_list_is_an_article(shape: str) -> None:
    body = f"<h1>النهر يرتفع</h1>{story(*TEXT * 3)}{teasers(12, SHAPES[shape])}"
    assert isinstance(read("النهر يرتفع - المنارة", body), ArticleData)


def test_a_thread_of_posts_is_no_list() -> None:
    posts = "".join(f"<article><p>{text}</p></article>" for text in TEXT * 4)
    assert isinstance(read("النهر", f"<h1>النهر</h1>{posts}"), ArticleData)


# --- walls -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "headers", "vendor"),
    [
        (403, (("CF-Mitigated", "challenge"),), "Cloudflare"),
        (202, (("x-amzn-waf-action", "challenge"),), "AWS WAF"),
        (200, (("sg-captcha", "challenge"),), "SiteGround"),
        (403, (("Server", "AkamaiGHost"),), "Akamai"),
        (404, (("Server", "AkamaiGHost"),), None),
        (200, (("Server", "cloudflare"), ("cf-ray", "9a")), None),
        (403, (("Server", "nginx"),), None),
    ],
)
def test_a_wall_is_known_by_its_headers(
    status: int, headers: tuple[tuple[str, str], ...], vendor: str | None
) -> None:
    assert wall(status, headers, b"") == vendor


@pytest.mark.parametrize(
    ("body", "vendor"),
    [
        (b"<script>window._cf_chl_opt={cvId: '3'}</script>", "Cloudflare"),
        (b"<TITLE>Access Denied</TITLE> You don't <P> Reference&#32;&#35;18&#46;x", "Akamai"),
        (b"<iframe src='/_Incapsula_Resource?CWUDNSAI=9&incident_id=1'>", "Imperva"),
        (b"<script src='https://geo.captcha-delivery.com/c.js'>", "DataDome"),
        (b'<div id="px-captcha"></div>', "HUMAN"),
        (b"<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>", None),
        (b"<script src='https://js.datadome.co/tags.js'></script>", None),
        (b"<script src='https://client.perimeterx.net/PX1/main.min.js'></script>", None),
    ],
)
def test_a_wall_is_known_by_its_page_and_not_by_a_vendors_script(
    body: bytes, vendor: str | None
) -> None:
    page = b"<html><head><title>x</title></head><body>" + body + b"</body></html>"
    assert wall(200, (), page) == vendor
    if vendor:
        reading = read_article(page, ADDRESS, "text/html", ReadingRules())
        assert reading == NotArticle(f"a bot wall ({vendor})")


def test_a_large_page_is_no_wall_whatever_it_quotes() -> None:
    assert wall(200, (), b"window._cf_chl_opt" + b" " * 200_000) is None


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("الصنف غير موجود", "an error page"),
        ("Nous n'avons pas trouvé la page demandée", "an error page"),
        ("Impossible de trouver l’article", "an error page"),
        ("نحن نقدر خصوصيتك", "a page that asks for consent"),
        ("خصوصيتكم تهمنا", "a page that asks for consent"),
        ("حدث خطأ غير متوقع", "a server's failure"),
        ("Une erreur est survenue", "a server's failure"),
        ("Error establishing a database connection", "a server's failure"),
    ],
)
def test_failures_are_known_by_what_they_call_themselves(title: str, reason: str) -> None:
    assert refusal(title, f"<main><h1>{title}</h1><p>نعتذر، حاولوا لاحقا.</p></main>") == reason


@pytest.mark.parametrize("title", ["حدث خطأ فغير مجرى النهر", "Erreur technique au barrage"])
def test_pieces_about_failures_are_pieces(title: str) -> None:
    assert isinstance(read(title, story(), OG + STAMP), ArticleData)
    assert isinstance(read(title, f"<h1>{title}</h1><p>1 مارس 2026</p>{story()}"), ArticleData)
