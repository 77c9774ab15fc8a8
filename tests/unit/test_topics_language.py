"""Every operator of the query language does what docs/topics.md says of it."""

from __future__ import annotations

import pytest

from pipeline.topics import Facets, QueryError, match, parse_query, prepare

FACETS = Facets(
    byline="سليم المرابط",
    tags=("انتخابات الرئاسة", "الساحل"),
    sections=("maghreb", "المغرب العربي"),
    source="almithaq",
    language="ar-DZ",
)


def holds(query: str, text: str, title: str = "", **named: str) -> bool:
    return match(parse_query(query, named), prepare(title, text.split("\n"), FACETS)) is not None


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        # a term with * is how a word begins, behind its proclitics too
        ("militair*", "des opérations militaires", True),
        ("militair*", "une milice", False),
        ("انتخاب*", "وبالانتخابات الأخيرة", True),
        ("تبون*", "تبونيات", True),
        # | joins the names of one thing, closer than anything else
        ("تبون|Tebboune زيارة", "زيارة Tebboune", True),
        ("تبون|Tebboune زيارة", "تبون", False),
        ('"الأمم المتحدة"|ONU|UN', "l'ONU a dit", True),
        ("NOT تبون|Tebboune AND زيارة", "زيارة Tebboune", False),
        # = asks for the very letters
        ("=المغرب", "المغرب", True),
        ("=المغرب", "والمغرب", False),
        ("=المغرب", "المَغـرب", True),
        ("=انتخاب", "انتخابات", False),
        ("=إدارة", "ادارة", False),
        ('="Le Monde"', "le monde entier", True),
        ('="الوزير الأول"', "للوزير الأول", False),
        # so many of them
        ("2 OF (a, b, c)", "a c", True),
        ("2 OF (a, b, c)", "c c c", False),
        ("2 OF (a, (b OR d), NOT c)", "d x", True),
        ("NOT 2 OF (a, b) AND c", "c a", True),
        ("NOT 2 OF (a, b) AND c", "c a b", False),
        ("1 OF (15,5، مصر)", "نما بنسبة 15.5", True),
        # words close together, in any order, in one paragraph
        ("NEAR/2(وزير, استقالة)", "قدم الوزير أمس استقالته", True),
        ("NEAR/2(استقالة, وزير)", "قدم الوزير أمس استقالته", True),
        ("NEAR/2(وزير, استقالة)", "قدم الوزير إلى رئيس الجمهورية استقالته", False),
        ("NEAR/0(وزير, استقالة)", "الوزير استقالة", True),
        ("NEAR/5(وزير, استقالة)", "قدم الوزير\nاستقالته", False),
        ('NEAR/3("رئيس الوزراء", استقال|أقيل)', "أقيل أمس رئيس الوزراء", True),
        ("NEAR(a, a)", "x a y", False),
        ("NEAR(a, a)", "x a y a", True),
        ("NEAR/3(a, b, c)", "b x a y c", True),
        ("NEAR/2(a, b, c)", "b x a y z c", False),
        ("NEAR/1(a, b)", "a x x x b x a", True),
        # a regular expression, over the text as written
        (r"/فيروس\s+كوفيد-?\d+/", "انتشار فيروس كوفيد-19 مجددا", True),
        (r"/COVID-?\d{2}/", "le covid-19 recule", True),
        (r"/a\/b/", "x a/b y", True),
        (r"title:/x\d/", "x1", False),
        # fields
        ("byline:سليم", "نص", True),
        ("byline:سليم", "سليم قال", True),
        ("سليم", "نص", False),
        ("tag:الساحل", "نص", True),
        ('tag:"الرئاسة الساحل"', "نص", False),
        ("section:maghreb", "نص", True),
        ('section:"المغرب العربي"', "نص", True),
        ("body:نص", "نص", True),
        ("title:نص", "نص", False),
        ("source:almithaq", "نص", True),
        ("source:(other OR almithaq) نص", "نص", True),
        ("source:other OR x", "نص", False),
        ("lang:ar", "نص", True),
        ("lang:ar-dz", "نص", True),
        ("lang:a", "نص", False),
        ("نص NOT lang:fr", "نص", True),
    ],
)
def test_operators(query: str, text: str, expected: bool) -> None:
    assert holds(query, text) is expected


def test_a_named_query_is_shared_between_topics() -> None:
    sahel = "النيجر OR تشاد OR @mali"
    assert holds("@sahel انقلاب", "انقلاب في مالي", sahel=sahel, mali="مالي|Mali")
    assert holds("title:@sahel", "نص", "في تشاد", sahel=sahel, mali="مالي")
    assert not holds("title:@sahel", "في تشاد", sahel=sahel, mali="مالي")


@pytest.mark.parametrize(
    ("named", "part"),
    [
        ({"a": "x OR @b", "b": "y OR @a"}, "in @b: the query a takes itself in"),
        ({"a": "x AND ("}, "in @a: this parenthesis is never closed"),
        ({"a": "NOT x"}, "none of its words"),
        ({"a": " ".join(["@b"] * 100), "b": " ".join(["x"] * 100)}, "more than 5,000 terms"),
    ],
)
def test_a_named_query_that_cannot_be_taken_in_is_told(named: dict[str, str], part: str) -> None:
    with pytest.raises(QueryError, match=part):
        parse_query("@a", named)


def test_queries_that_double_each_other_are_refused_before_they_fill_the_memory() -> None:
    named = {f"n{i}": f"@n{i + 1} @n{i + 1}" for i in range(40)} | {"n40": "x"}
    with pytest.raises(QueryError, match="more than 5,000 terms"):
        parse_query("@n0", named)
    wide = {"a": "@b " * 3_300, "b": "x " * 4_900}
    with pytest.raises(QueryError, match="more than 5,000 terms"):
        parse_query("@a", wide)


def test_a_long_phrase_is_not_compared_where_a_word_of_it_is_missing() -> None:
    text = prepare("", ["وزير رئيس " * 50_000])
    assert match(parse_query(f'"{"وزير رئيس " * 500}مصر"'), text) is None


def test_an_alert_says_where_every_kind_of_term_was_found() -> None:
    text = prepare("عنوان", ["قدم الوزير أمس استقالته"], FACETS)
    terms = match(parse_query("NEAR/2(وزير, استقالة) AND tag:الساحل lang:ar /أم./"), text)
    assert [(term.term, term.found, term.field) for term in terms or ()] == [
        ("NEAR/2(وزير, استقالة)", "الوزير", "body"),
        ("NEAR/2(وزير, استقالة)", "استقالته", "body"),
        ("الساحل", "الساحل", "tag"),
        ("lang:ar", "ar", "lang"),
        ("/أم./", "أمس", "body"),
    ]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ('"إلبيت سيستمز"', "وقعت شركة «البيت سيستيمز» العقد", True),
        ('"إلبيت سيستمز"', "the Elbit Systems company", True),
        ('"Elbit Systems"', "شركة إلبيت سيستمز", True),
        ('"Elbit Systems"', "بيت السيستم", False),
        ("زيلينسكي", "قال زيلنسكي", True),
        ("Zelensky", "قال لزيلينسكي", True),
        ("مايكروسوفت", "ميكروسوفت", True),
        ("كلينتون", "Hillary Clinton", True),
        ("الكونغرس", "the Congress", True),
        ("البنتاغون", "قال البنتاجون", True),
        # shorter ones in the other alphabet, where a word beside them vouches for them
        ('"بيزنس إنسايدر"', "موقع Business Insider", True),
        ('"Business Insider"', "موقع بيزنس إنسايدر", True),
        ('"Lockheed Martin"', "وللوكهيد مارتن", True),
        ('"Business Insider"', "بيزنس. إنسايدر", False),
        ("بيزنس", "Business", False),
        ('"لوكهيد مارتن"', "لاكهدا مارتينا", False),
        # words of the language only sound alike
        ("مستقل", "مستغل", False),
        ("المستقلة", "المستغلة", False),
        ("الاستقلال", "الاستغلال", False),
        ("الإستقلال", "الاستغلال", False),
        ("المنتصر", "المنتظر", False),
        ("البرتغال", "البرتقال", False),
        ("البرتغال", "البروتوكول", False),
        ("فلسطين", "فلسطيني", False),
        ("=زيلينسكي", "زيلنسكي", False),
    ],
)
def test_a_foreign_name_is_found_however_it_is_spelt(query: str, text: str, expected: bool) -> None:
    assert holds(query, text) is expected


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("1000", "1.000 دينار", True),
        ("1,000", "ألف أي 1000", True),
        ('"12500 دينار"', "بقيمة 12.500 دينار", True),
        ("1", "1.000", False),
        ("500", "1.500", False),
        ("0125", "0.125", False),
        ("1250", "12.50", False),
    ],
)
def test_thousands_may_be_parted(query: str, text: str, expected: bool) -> None:
    assert holds(query, text) is expected


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("army", "the armies"),
        ("exercise", "exercises"),
        ("militaire", "des militaires"),
        ("journal", "les journaux"),
        ("élection", "ELECTIONS"),
        ("elections", "une élection"),
        ("élu", "les élus"),
        ("parti", "partis"),
        ("euro", "deux euros"),
        ("virus", "viruses"),
        ("veto", "vetoes"),
        ("crisis", "two crises"),
        ("analyses", "an analysis"),
        ("crise", "des crises"),
        ("woman", "women"),
        ("women", "a woman"),
        ("man", "two men"),
        ("policeman", "policemen"),
        ("spokeswoman", "spokeswomen"),
        ("child", "the children"),
        ("grandchild", "her grandchildren"),
        ("wife", "their wives"),
        ("life", "lives"),
        ("thief", "thieves"),
        ("knife", "knives"),
        ("travail", "les travaux"),
        ("travaux", "un travail"),
        ("municipal", "municipaux"),
        ("oeil", "les yeux"),
    ],
)
def test_english_and_french_plurals_are_their_word(query: str, text: str) -> None:
    assert holds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("new", "news"),
        ("cour", "en cours"),
        ("Hama", "Hamas"),
        ("Abu", "abus"),
        ("pari", "Paris"),
        # sooner another word, or more than one of them
        ("leaf", "she leaves"),
        ("person", "people"),
        ("man", "woman"),
        ("man", "mention"),
        ("abdoman", "abdomen"),
        ("yeman", "Yemen"),
        ("turkman", "Turkmen"),
    ],
)
def test_what_only_looks_like_a_plural_is_none(query: str, text: str) -> None:
    assert not holds(query, text)


def test_a_word_a_thousand_times_over_is_searched_in_no_time() -> None:
    text = prepare("", ["وزير " * 20_000 + "استقالة"])
    assert match(parse_query("NEAR/2(وزير, استقالة)"), text) is not None
    assert match(parse_query("NEAR/2(وزير, رئيس)"), text) is None
