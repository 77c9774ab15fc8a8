"""How pages that are no articles call themselves, in the languages of the press.

Each phrase is a whole heading, but for a site's name, a number or a politeness around it: a
piece about such things says more. Which headings of a page are asked is for `wrong_pages`.
"""

from __future__ import annotations

import re
from typing import Final

#: what may stand before and after a phrase
_LEAD: Final = (
    r"(?:(?:oops|whoops|sorry|error|404|désolée?s?|oups|erreur|عذر[اً]*|عفو[اً]*|خط[أا]|"
    r"نعتذر|آسفون|ups|fehler|lo sentimos|spiacenti|we(?:'|’| a)re sorry)\W{1,4}){0,3}"
)
_TAIL: Final = r"(?:\W{1,4}(?:404|error|erreur|خطأ|\(404\)))?\W{0,4}"
#: what a site calls the thing that is not there
_THING: Final = r"(?:page|article|item|category|content|post|story|document|file|url)"
_CHOSE: Final = r"(?:page|article|contenu|document|rubrique|adresse)"
_SHAY: Final = (
    r"(?:الصفحة|صفحة|المقالة?|العنصر|المحتوى|الموضوع|القسم|الصنف|التصنيف|الباب|الوسم|الخبر"
    r"|الرابط|المادة|الملف|المنشور)"
)

_ERROR: Final = rf"""
    404 | (?:error|erreur|خطأ|fehler|errore|ошибка|hata|خطای)\W{{0,3}}(?:40[0134]|410|50[0234])
  | http\W{{0,3}}(?:error\W{{0,3}})?(?:40[0134]|410|50[0234])
  | (?:40[0134]|410|50[0234])\W{{1,3}}(?:error|erreur|not\ found|{_THING}\ not\ found|forbidden
      |bad\ (?:gateway|request)|service\ (?:temporarily\ )?unavailable|unauthorized
      |internal\ server\ error|gateway\ time-?out|too\ many\ requests|gone|خطأ|غير\ موجود[ةه]?
      |file\ or\ directory\ not\ found|page\ (?:introuvable|non\ trouvée))
  | not\ found | no\ encontrad[oa] | introuvable | (?:internal\ )?server\ error
  | bad\ gateway | bad\ request | gateway\ time-?out
  | (?:the\ |this\ |requested\ )*(?:{_THING}|(?:page\ )?you(?:'|’|\ a)re\ looking\ for)
      \ (?:you\ (?:requested|were\ looking\ for)\ )?(?:was\ |is\ |could\ |can)?\ ?(?:not|n[o']t)
      \ (?:be\ )?(?:found|available|exist)
  | (?:this|that|the)\ {_THING}\ (?:does\ not|doesn['’]t|no\ longer)\ exists?
  | (?:this|that|the)\ {_THING}\ (?:is\ )?(?:no\ longer|isn['’]t|is\ not)\ available
  | no\ (?:results|posts|articles?)\ (?:were\ )?found | nothing\ (?:was\ )?found(?:\ here)?
  | (?:that|this)\ page\ can['’]t\ be\ found | page\ (?:missing|unavailable)
  | (?:la\ |le\ |cette\ |cet\ |l['’])?{_CHOSE}\ (?:demandée?\ |que\ vous\ (?:re)?cherchez\ )?
      (?:(?:est|reste)\ )?(?:introuvable|non\ trouvée?|inexistante?|indisponible)
  | (?:la\ |le\ |cette\ |cet\ |l['’])?{_CHOSE}\ (?:demandée?\ |que\ vous\ (?:re)?cherchez\ )?
      n['’](?:existe\ (?:pas|plus)|a\ pas\ été\ trouvée?|est\ (?:pas|plus)\ disponible)
  | aucun\ (?:résultat|article)(?:\ trouvé)?
  | (?:nous\ )?(?:n['’]avons\ pas\ (?:trouvé|pu\ trouver)|impossible\ de\ trouver)
      \ (?:la\ |le\ |cette\ |cet\ |l['’]|votre\ )?{_CHOSE}
      (?:\ (?:demandée?|que\ vous\ (?:re)?cherchez))?
  | {_SHAY}(?:\ (?:المطلوب[ةه]?|التي\ تبحث\ عنها|الذي\ تبحث\ عنه|التي\ طلبتها|الذي\ طلبته))?
      \ (?:غير\ (?:موجود|متوفر|متاح)[ةه]?|لم\ [يت]عد\ (?:موجود|متوفر|متاح)(?:ة|ه|ا)?
        |ليست?\ موجود(?:ة|ه|ا)|لا\ [تي]وجد|محذوف[ةه]?)
  | (?:لم|لا)\ (?:يتم\ العثور\ على|نعثر\ على|نجد|يمكن\ العثور\ على)\ (?:هذه\ |هذا\ )?{_SHAY}
      (?:\ (?:المطلوب[ةه]?|التي\ تبحث\ عنها|الذي\ تبحث\ عنه|التي\ طلبتها|الذي\ طلبته))?
  | لا\ توجد\ (?:نتائج|مقالات) | (?:هذه\ )?الصفحة\ لا\ وجود\ لها
  | (?:die\ )?(?:gewünschte\ )?(?:seite|artikel)\ (?:wurde\ |konnte\ )?(?:leider\ )?
      nicht\ (?:gefunden(?:\ werden)?|verfügbar)
  | (?:la\ )?p[áa]gina\ (?:no\ (?:encontrada|existe|disponible)|n[ãa]o\ (?:encontrada|existe))
  | (?:la\ )?pagina\ non\ (?:trovata|esiste|disponibile) | pagina\ niet\ gevonden
  | sayfa\ bulunamad[ıi] | страница\ не\ найдена | сторінку\ не\ знайдено
  | (?:صفحه|مطلب)(?:\ مورد\ نظر)?(?:\ شما)?\ (?:یافت|پیدا)\ نشد | صفحہ\ نہیں\ ملا
  | הדף\ לא\ נמצא | (?:העמוד|הדף)(?:\ המבוקש)?\ (?:לא\ נמצא|אינו\ קיים)
  | nie\ znaleziono(?:\ strony)? | strona\ nie\ (?:została\ znaleziona|istnieje)
  | halaman\ tidak\ (?:di)?temukan
  | (?:页面|網頁|頁面)(?:未找到|不存在|找不到) | 找不到(?:页面|頁面|網頁)
  | ページが見つかりません(?:でした)? | 페이지를\ 찾을\ 수\ 없습니다
"""
_WALL: Final = r"""
    access\ (?:to\ this\ (?:page|site|website)\ (?:has\ been\ |is\ )?)?(?:denied|blocked|restricted)
  | (?:sorry,?\ )?you\ have\ been\ blocked | request\ (?:access|blocked|rejected) | forbidden
  | just\ a\ moment | attention\ required!? | one\ more\ step | please\ wait
  | checking\ (?:your\ browser|if\ the\ site\ connection\ is\ secure)(?:\ before\ accessing.{0,40})?
  | (?:verify(?:ing)?|confirm|checking)\ (?:that\ )?you\ are\ (?:a\ )?(?:not\ a\ (?:ro)?bot|human)
  | are\ you\ (?:a\ )?(?:not\ a\ )?(?:robot|human) | (?:i['’]m|i\ am)\ not\ a\ robot
  | (?:human|bot|robot|captcha|security|browser)\ (?:verification|check(?:point)?|challenge)
  | making\ sure\ you['’]re\ not\ a\ bot!? | (?:re)?captcha | pardon\ our\ interruption
  | too\ many\ requests | (?:client|bot)\ challenge | unusual\ traffic(?:\ detected)?
  | (?:vérification|contrôle)\ (?:de\ sécurité|de\ votre\ navigateur|en\ cours)
  | accès\ (?:refusé|interdit|bloqué|restreint) | êtes-vous\ un\ (?:robot|humain)
  | vous\ (?:n['’])?êtes\ (?:pas\ )?un\ robot | un\ instant | trop\ de\ requêtes
  | (?:تم\ )?(?:رفض|حظر|منع|حجب)\ (?:الوصول|الدخول|طلبك)
  | (?:ال)?(?:وصول|دخول)\ (?:مرفوض|محظور|ممنوع|مقيد)
  | (?:ال)?تحقق\ من\ (?:أنك\ (?:لست\ روبوت[اً]*|إنسان)|المتصفح|هويتك|الأمان|البشر)
  | هل\ أنت\ (?:إنسان|روبوت|بشر) | لحظة\ من\ فضلك | (?:ال)?فحص\ الأمني | جارٍ?ي?\ التحقق.{0,30}
  | zugriff\ verweigert | acceso\ denegado | accesso\ negato | доступ\ (?:запрещен|ограничен)
  | erişim\ engellendi | sicherheitsüberprüfung
"""
_BROKEN: Final = r"""
    (?:an\ )?(?:unexpected\ )?error\ (?:has\ )?occurred | something\ went\ wrong
  | (?:error\ )?establishing\ a\ database\ connection | (?:database|application)\ error
  | (?:une\ )?erreur\ (?:(?:inattendue|technique)\ )?(?:est\ survenue|s['’]est\ produite)
  | erreur\ (?:inattendue|technique|interne|(?:du\ )?serveur|interne\ du\ serveur)
  | (?:un\ )?problème\ technique(?:\ est\ survenu)? | quelque\ chose\ s['’]est\ mal\ passé
  | (?:لقد\ )?(?:حدث|حصل|وقع)\ خط[أا]
      (?:\ (?:ما|غير\ متوقع|تقني|فني|داخلي|في\ (?:ال)?(?:خادم|موقع|نظام)))?
  | خط[أا]\ (?:غير\ متوقع|داخلي|في\ (?:ال)?(?:خادم|موقع|نظام))
  | (?:es\ ist\ )?(?:ein\ )?fehler(?:\ ist)?\ aufgetreten
"""
_LOGIN: Final = r"""
    (?:please\ )?(?:log|sign)[\ -]?in(?:\ to\ .{1,40}|\ (?:required|or\ .{1,20}))?
  | login(?:\ page)?
  | (?:member|user|subscriber)\ (?:log|sign)[\ -]?in | create\ (?:an|your)\ account | register
  | (?:se\ )?connecter | (?:page\ de\ )?connexion | identification | identifiez-vous
  | connectez-vous(?:\ .{1,40})? | (?:s['’]inscrire|inscription) | mon\ compte
  | (?:يرجى\ )?(?:صفحة\ )?(?:تسجيل\ الدخول|سجل\ دخولك|الدخول\ إلى\ حسابك|سجّ?ل\ الدخول)
      (?:\ .{1,30})?
  | (?:إنشاء|فتح)\ حساب(?:\ جديد)? | حسابي | دخول\ (?:الأعضاء|المشتركين)
  | anmelden | anmeldung | einloggen | iniciar\ sesi[óo]n | accedi | ورود
  | giriş(?:\ yap)? | вход | войти
"""
_CONSENT: Final = r"""
    before\ you\ continue(?:\ to\ .{1,40})? | (?:we\ value\ )?your\ privacy(?:\ choices|\ settings)?
  | (?:cookie|privacy|consent)\ (?:consent|settings|preferences|cent(?:er|re)|notice|choices|wall)
  | we\ (?:use\ cookies|(?:value|care\ about)\ your\ privacy) | (?:manage|accept)\ cookies
  | avant\ de\ (?:continuer|poursuivre)(?:\ .{1,40})? | votre\ (?:vie\ privée|consentement)
  | (?:gestion|paramètres|préférences)\ (?:des?\ )?(?:cookies|consentement|confidentialité)
  | (?:le\ )?respect\ de\ votre\ vie\ privée(?:\ .{1,50})? | nous\ respectons\ votre\ vie\ privée
  | قبل\ (?:المتابعة|أن\ تتابع)(?:\ .{1,30})?
  | (?:إعدادات|تفضيلات|سياسة)\ (?:الخصوصية|ملفات\ تعريف\ الارتباط|الكوكيز)
  | (?:نحن\ )?(?:نحترم|نقد[رّ]*|نهتم\ ب)\ ?خصوصيتكم? | خصوصيتكم?\ (?:تهمنا|مهمة(?:\ لنا)?)
  | (?:ihre\ )?privatsphäre(?:-?einstellungen)? | cookie-einstellungen
"""
_MAINTENANCE: Final = r"""
    (?:(?:the\ |this\ |our\ )?(?:web)?site\ (?:is\ )?)?(?:(?:currently\ |down\ )?(?:under|for|in)\ )
      (?:scheduled\ )?maintenance(?:\ mode)?
  | (?:scheduled\ )?maintenance(?:\ (?:mode|in\ progress))? | under\ construction | coming\ soon
  | (?:we['’]?(?:ll|\ will)\ )?be\ (?:right\ )?back\ (?:soon|shortly)
  | temporarily\ (?:down|unavailable)
  | service\ (?:temporarily\ )?unavailable | website\ unavailable
  | (?:.{1,30}\ )?experiencing\ technical\ difficulties
  | (?:le\ |notre\ |ce\ )?site\ (?:est\ )?(?:actuellement\ )?
      (?:en\ (?:cours\ de\ )?(?:maintenance|construction)
      |(?:temporairement\ |momentanément\ )?indisponible)
  | (?:maintenance|travaux)\ en\ cours | en\ maintenance | bientôt\ de\ retour
  | (?:ال)?(?:موقع|صفحة)(?:\ حالي[اً]*)?\ (?:تحت|قيد|في)\ (?:ال)?(?:صيانة|إنشاء|تطوير|تحديث)
  | (?:ال)?موقع\ (?:متوقف|غير\ متاح|مغلق)\ (?:مؤقت[اً]*|حالي[اً]*|للصيانة)
  | (?:تحت|قيد|أعمال)\ (?:ال)?صيانة | سنعود\ قريب[اً]*
  | (?:wegen\ )?wartungsarbeiten | (?:sitio\ )?en\ mantenimiento
  | (?:sito\ )?in\ manutenzione | bakımdayız
"""
_SEARCH: Final = r"""
    (?:search|results?)(?:\ results?)?(?:\ (?:for|of)\W.{1,80})? | you\ searched\ for\W.{1,80}
  | (?:résultats?\ (?:de\ (?:la\ |votre\ )?)?recherche|recherche)
      (?:\ (?:pour|sur|de)\W.{1,80}|\ ?:.{1,80})?
  | (?:نتائج\ ال?بحث|البحث)(?:\ (?:عن|حول)\W.{1,80}|\ ?:.{1,80})?
  | suchergebnisse?(?:\ für\W.{1,80})? | resultados\ de\ (?:la\ )?búsqueda.{0,80}
"""


def _whole(phrases: str) -> re.Pattern[str]:
    # verbose alternatives; lead and tail have no spaces that verbose mode would drop
    lead, tail = _LEAD.replace(" ", r"\ "), _TAIL
    return re.compile(f"{lead}(?:{phrases}){tail}", re.VERBOSE | re.IGNORECASE)


#: reason → the headings that give it
HEADINGS: Final = {
    "an error page": _whole(_ERROR),
    "a bot wall": _whole(_WALL),
    "a page that asks to log in": _whole(_LOGIN),
    "a page that asks for consent": _whole(_CONSENT),
    "a maintenance page": _whole(_MAINTENANCE),
    "a server's failure": _whole(_BROKEN),
    "search results": _whole(_SEARCH),
}

#: what a page says that only scripts fill
NEEDS_SCRIPTS: Final = re.compile(
    r"(?:enable|activate|turn on|requires?|need(?:s|ed)?)\W(?:\w+\W){0,4}javascript"
    r"|javascript\W(?:\w+\W){0,3}(?:disabled|required|enabled|désactivé|requis|nécessaire)"
    r"|(?:activer|activez)\W(?:\w+\W){0,2}javascript"
    r"|(?:تفعيل|تمكين|تشغيل|يتطلب)\W(?:\w+\W){0,3}(?:جافا\W?سكر[يب]+ت|javascript)"
    r"|javascript\W(?:\w+\W){0,3}aktivieren",
    re.IGNORECASE,
)
#: what a paragraph of a consent page speaks of
CONSENT: Final = re.compile(
    r"\bcookies?\b|\bconsent|consentement|\bpartners? (?:store|process|use)|nos partenaires"
    r"|données (?:personnelles|à caractère personnel)|personal data|privacy policy|vie privée"
    r"|ملفات تعريف الارتباط|الكوكيز|سياسة الخصوصية|بياناتك|موافقتك|datenschutz|einwilligung",
    re.IGNORECASE,
)
#: what a paragraph says that only calls for a subscription
SUBSCRIBE: Final = re.compile(
    r"subscri(?:be|ption|bers?)|already a member|sign up|log in|free trial|premium"
    r"|abonn(?:és?|ez|ement|er)|se connecter|connectez-vous|offre d'essai|réservé"
    r"|اشترك|الاشتراك|اشتراك|للمشتركين|سجل الدخول|تسجيل الدخول|حسابك"
    r"|abonnieren|abonnement|jetzt testen|suscr[íi]b|abbonati",
    re.IGNORECASE,
)
