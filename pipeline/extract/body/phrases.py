"""The phrases that sites print in and around any article's text, in the languages of its readers.

Patterns only; what to make of a phrase is `keep`'s to say.
"""

from __future__ import annotations

import re
from typing import Final

_ALIKE: Final = {
    **dict.fromkeys("اأإآ", "[اأإآ]"),
    **dict.fromkeys("ىي", "[ىي]"),
    **dict.fromkeys("ةه", "[ةه]"),
    " ": r"\s+",
    "'": "['’]",
}


def _any_of(phrases: str) -> str:
    """A pattern for phrases set apart by commas, whatever their hamzas; the longest first."""
    single = sorted((" ".join(one.split()) for one in phrases.split(",")), key=len, reverse=True)
    return (
        "(?:" + "|".join("".join(_ALIKE.get(c, re.escape(c)) for c in one) for one in single) + ")"
    )


#: begins a line that points to another piece
READ_ALSO: Final = re.compile(
    r"\W{0,6}"
    + _any_of(
        """
        اقرأ أيضا, اقرأ أيضاً, اقرؤوا أيضا, اقرأوا أيضا, واقرأ أيضا, اقرأ المزيد, اقرأ كذلك,
        إقرأ أيضا, طالع أيضا, طالعوا أيضا, شاهد أيضا, شاهدوا أيضا, انظر أيضا, تابع أيضا, للمزيد,
        لمزيد من التفاصيل, قد يهمك, قد يعجبك, مواضيع ذات صلة, أخبار ذات صلة, مقالات ذات صلة,
        ذات صلة, read also, also read, read more, read next, read:, see also, more:, more on this,
        must read, related:, related stories, related story, related article, related articles,
        related news, related coverage, related topics, related posts, related content,
        recommended, recommended reading, you may also like, you might also like, don't miss,
        watch:, watch |, listen:, keep reading, further reading, more from, more on, more about,
        more stories, up next, what to read next, continue reading, click here, explore more,
        see more, for more, lire aussi, à lire aussi, à lire également, lire également,
        voir aussi, à voir aussi, à lire, lire la suite, sur le même sujet, notre sélection,
        plus d'infos, en savoir plus, lesen sie auch, lesen sie hier, lesen sie dazu,
        lesen sie mehr, lesen sie jetzt, lesen sie weiter, lies auch, mehr zum thema, mehr dazu,
        mehr zu, mehr lesen, mehr über, mehr aus, weiterlesen, auch interessant, auch lesenswert,
        das könnte sie auch interessieren, das könnte dich auch, das könnte dir auch gefallen,
        passend dazu, ähnliche beiträge, ähnliche artikel, weitere artikel, weitere themen,
        weitere nachrichten, weitere meldungen, weitere informationen, weiterführende links,
        schon gelesen, zum thema, siehe auch, empfehlungen, empfohlener redaktioneller inhalt,
        meistgelesen, lea también, lee también, leer más, leer también, lea además,
        te puede interesar, más información, le puede interesar, puedes leer,
        también te puede interesar, noticias relacionadas, ver también, leia também, leia mais,
        saiba mais, veja também, notícias relacionadas, leggi anche, leggi tutto,
        potrebbe interessarti, lees ook, lees meer, lees verder, zie ook, læs også, læs mere,
        les også, les mer, läs också, läs mer, läs även, lue myös, sjá einnig, lesa meira,
        czytaj też, czytaj także, czytaj więcej, zobacz też, zobacz także, przeczytaj także,
        przeczytaj też, čtěte také, přečtěte si, související, mohlo by vás zajímat,
        taip pat skaitykite, skaitykite taip pat, читайте также, читать также, смотрите также,
        читайте ещё, по теме, читайте також, ilgili haber, ilgili haberler,
        bunlar da ilginizi çekebilir, ayrıca oku, baca juga, lihat juga, simak juga, 関連記事,
        あわせて読みたい, 相关阅读, 相关新闻, 延伸閱讀, 推薦閱讀, 更多新聞, 관련기사, 관련 기사,
        당신이 관심 있을
        """
    ),
    re.IGNORECASE,
)
#: is the whole of a heading, or its beginning, above what is no more the article
END: Final = re.compile(
    r"\W{0,6}(?:"
    + _any_of(
        """
        التعليقات, تعليقات, أضف تعليق, أضف تعليقا, اترك تعليقا, اترك تعليق, الأكثر قراءة,
        الأكثر مشاهدة, آخر الأخبار, أحدث الأخبار, نبذة عن الكاتب, عن الكاتب, كلمات مفتاحية,
        الكلمات المفتاحية, الوسوم, المزيد من الأخبار, شارك, شارك المقال, النشرة البريدية, اشترك,
        comments, leave a comment, leave a reply, post a comment, add a comment,
        join the conversation, about the author, about the authors, most read, most popular,
        trending, latest news, latest stories, newsletter, sign up, subscribe, follow us,
        share this, share:, tags:, tags, topics, filed under, editors' picks, top stories,
        popular posts, recent posts, support us, our standards, commentaires,
        laisser un commentaire, les plus lus, derniers articles, à propos de l'auteur,
        articles similaires, articles liés, partager, mots-clés, l'essentiel de l'actualité,
        abonnez-vous, kommentare, kommentar schreiben, kommentar verfassen,
        schreibe einen kommentar, hinterlasse, schreiben sie einen kommentar, diskutieren sie mit,
        ihre meinung, über den autor, über die autorin, zur person, autor, schlagwörter,
        schlagworte, stichwörter, teilen, artikel teilen, jetzt teilen, neueste artikel,
        neueste beiträge, meistgelesene, beliebte, nächster artikel, vorheriger beitrag,
        nächster beitrag, beitragsnavigation, newsletter, verwendete quellen, über uns,
        dieses thema im programm, comentarios, deja un comentario, comparte, etiquetas,
        lo más leído, sobre el autor, archivado en, comentários, deixe um comentário, compartilhe,
        commenti, lascia un commento, condividi, komentarze, komentáře, диcкуссия, комментарии,
        yorumlar, komentar, reacties
        """
    )
    + r")\s*(?:[:：(\d!?…>»].*)?",
    re.IGNORECASE | re.DOTALL,
)
#: a short line that is a picture's credit or caption, a label of an advertisement, a control
BESIDE: Final = re.compile(
    r"""\W{0,6}(?:
      (?:photos?|fotos?|bild|bilder|images?|picture|credit|photo\s+credit|fot|zdjęcie|photographie
        |crédits?(?:\ photos?)?|crédito|quelle|quellen|fuente|fonte|bildquelle|bildrechte
        |bildnachweis|imago|getty|titelbild|beitragsbild|symbolbild|archivbild|archivfoto|video|illustration|grafik|infografik|graphic|abbildung
        |صورة|تصوير|写真|사진|圖|图)\s*[:：/©(].*
      | (?:getty\ images|imago\ images|shutterstock|afp|ap\ photo|reuters)\b.{0,40}
      | ©.*
      | .{0,140}(?:[(\[/|]|\s[-–]\s)\s*(?:photo|fotos?|bild|image|credit|fot\.)\s*[:：©].{0,60}
      | .{0,140}\s©\s.{0,60}
      | (?:advertisement|advertising|anzeige|werbung|publicité|publicidad|pubblicità|reklama|reklame
        |annonse|إعلان|إعلانات|إشهار|広告)
      | .{0,40}\b(?:artikel|beitrag|article|story|المقال|الخبر)\b.{0,25}
        \b(?:teilen|weiterempfehlen|drucken|share|print|partager)\b.{0,20}
      | (?:skip\ past\ newsletter|after\ newsletter\ promotion|newsletter\ sign-?up).*
      | .{0,30}(?:\bloading|wird\ geladen|chargement\ en\ cours|جار[يٍ]?\ التحميل)\W*
      | article\ content
      | (?:\d[\d.,\u00a0\u202f\ ]{0,12}(?:k|m|mio)?\.?\s*
        (?:views?|reads?|shares?|likes?|comments?
        |vues?|lectures?|partages?|commentaires?|aufrufe|kommentare?|visitas|vistas|compartidos|comentarios|مشاهدات?|مشاهدة
        |مشاركات?|مشاركة|قراءات?|قراءة|تعليقات?|زيارات?|زيارة)\W*){1,4}
      | (?:embed|player\ wird\ geladen|link\ kopieren|copy\ link|email\ link
        |listen\ to\ article|play|print)\W*
    )""",
    re.VERBOSE | re.IGNORECASE,
)
#: begins what asks the reader about cookies, or to let a post or film of another site be shown
ASKS: Final = re.compile(
    r"\W{0,6}"
    + _any_of(
        """
        an dieser stelle, externer inhalt, externe inhalte, empfohlener externer inhalt,
        dieser externe inhalt, dieses element, dieser inhalt, um diesen inhalt, um diese inhalte,
        um deine, um ihre, wir respektieren, wir brauchen ihre, wir brauchen deine, wir benötigen,
        ich bin damit einverstanden, ich bin einverstanden, mit dem laden, mit dem aufruf,
        mit klick, mit einem klick, durch das laden, durch klicken, durch einen klick,
        personenbezogene daten,
        diese website, diese webseite, diese seite, unsere website, auf unserer website,
        auf dieser website, wir verwenden, wir nutzen, wir setzen, wir und unsere partner,
        we use, this website, this site, our website, our site, we and our partners, we value your,
        we care about your, we respect your, we need your, by clicking, by continuing, to view this,
        to see this, to watch this, to display this, to show you this, this content,
        external content, third-party content, nous utilisons, ce site, notre site,
        nous respectons, nous et nos,
        votre vie privée, en cliquant, en poursuivant, pour voir ce, pour afficher ce,
        pour visualiser ce, contenu externe, ce contenu, vous avez refusé, utilizamos, este sitio,
        para ver este, usiamo, questo sito, نستخدم, يستخدم هذا الموقع, يستخدم موقعنا, نحن وشركاؤنا,
        نحن نحترم, نحترم خصوصيتك, لعرض هذا, لمشاهدة هذا, محتوى خارجي, هذا المحتوى, بالضغط على,
        بالنقر على, باستمرارك في, لحماية بياناتك, ملفات تعريف الارتباط
        """
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
#: and what it is that is asked
CONSENT: Final = re.compile(
    _any_of(
        """
        cookie, datenschutz, privatsphäre, zustimm, einwillig, einverstanden,
        personenbezogene daten, persönlichen daten, externen inhalt, externe inhalte,
        externer inhalt, drittanbieter,
        your privacy, consent, third party, third-party, personal data, external content,
        vie privée, données personnelles, consentement, contenu externe, cookies, privacidad,
        ملفات تعريف الارتباط, الكوكيز, خصوصيتك, موافقتك, بالموافقة, بياناتك
        """
    ),
    re.IGNORECASE,
)
#: begins a line below a text that says who else worked on it, or where it came from
COLOPHON: Final = re.compile(
    r"\W{0,6}"
    + _any_of(
        """
        reporting by, additional reporting, with reporting by, with files from, writing by,
        editing by, edited by, compiled by, translated by, written by, this article was,
        this story was, this article first appeared, this article originally appeared,
        this story originally, first published, originally published, copyright,
        mit material von, mit agenturmaterial, übersetzung:, redaktion:, dieser artikel ist eine,
        dieser artikel wurde, dieser beitrag wurde, dieser text erschien, dieses thema im programm,
        das interview führte, die fragen stellte, avec afp, avec reuters, avec agences,
        propos recueillis par, traduit de, con información de, con informazioni di,
        aktualisiert am, zuletzt aktualisiert, last updated, updated on, updated:, published on,
        veröffentlicht am, stand:, mis à jour le, publié le, actualizado, atualizado em,
        آخر تحديث, تاريخ النشر, نشر في
        """
    )
    + r"|.{0,120}\b(?:reported\ from|contributed\ to\ this\ (?:report|story|article))\b",
    re.IGNORECASE | re.VERBOSE,
)
#: asks the reader to subscribe, follow or install something
CALL: Final = re.compile(
    r"\b"
    + _any_of(
        """
        subscribe, sign up, newsletter, newsletters, follow us, bookmark, download the app,
        download our app, whatsapp channel, whatsapp-channel, whatsapp-kanal, telegram channel,
        google news, breaking news updates, get the latest, stay up to date, support our,
        become a member, on twitter, on facebook, on instagram, auf facebook, auf instagram,
        auf twitter, abonnieren, abonnement, abonnez-vous, suivez-nous, téléchargez, inscrivez-vous,
        jetzt anmelden, jetzt testen, jetzt lesen, unterstütze, unterstützen sie, e-paper,
        suscríbete, síguenos, siga-nos, inscreva-se, iscriviti, seguici, abonneer, ikuti,
        zapisz się, sledujte, подписывайтесь, abone ol, telegram, whatsapp,
        اشترك, اشتركوا, تابعونا, تابعنا, حمل التطبيق, قناتنا
        """
    )
    + r"(?!\w)",
    re.IGNORECASE,
)
#: a heading such as "More stories"
MORE: Final = re.compile(
    r"(?:more|mehr|plus de|más|mais|altri?|المزيد)(?:\s+\S+){1,3}", re.IGNORECASE
)
