"""The French and English words that say the contrary of one another.

As the Arabic ones (`contrary_words_arabic`) for `contraries`. With ~ stand all forms of a regular
verb: of a French one after its stem (« adopt~ » of « adopter »), of an English one after its
infinitive; a letter after ~ is doubled before its endings ("ban~n").
"""

from __future__ import annotations

from typing import Final

FRENCH: Final = """
    laiss~ | bloqu~ empêch~ refoul~ intercept~;
    fuite cavale fugitif | interpell~ arrêt~ rattrapé incarcéré;
    maintenu maintenue maintenus reconduit | démis démise limog~ révoqu~ destitu~ évinc~;
    arriv~ arrivée | quitt~ part partent départ reparti;
    entr~ entrée | sort sortent sorti sortie quitt~; avanc~ avancée | recul~ recul;
    révél~ dévoil~ révélation | cach~ dissimul~;
    délibéré volontaire | accidentel accidentelle involontaire;
    mieux meilleur meilleure | pire pires; promu promue | relégué reléguée;
    calme calmes | tendu tendue; unanime unanimité | divisé divisée;
    sauv~ sauvetage | tué tués mort; conserv~ gard~ | perd perdu perdue perdent perdre;
    décid~ ordonn~ promet promis | refus~ refus; retrouv~ | perd perdu perdue;
    valid~ confirm~ | suspend suspendu suspendue suspension;
    privilégi~ retenu retenue | écart~ exclu exclue;
    adopt~ adoption promulgu~ approuv~ approbation accept~ acceptation accord~ valid~ validation
    soutient soutenu soutiennent soutien soutenir vot~ vote autoris~ autorisation favorable
    favorables confirm~ permet permis permettent permettre ratifi~ ratification entérin~ appui
    appuie appuient agré~ cautionn~ défend défendent
    | rejett~ rejet~ rejet refus~ refus oppos~ opposition défavorable défavorables interdit
    interdite interdits interdites interdire interdiction annul~ annulation infirm~ retoqu~
    censur~ censure désapprouv~ déclin~ désavou~ écart~ récus~ bloqu~ combat combattent repouss~
    invalid~ contre;
    autoris~ autorisation permet permis permettent permettre légal légale
    | interdit interdite interdits interdites interdire interdiction prohib~ empêch~ bann~;
    maintient maintenu maintenue maintenus maintenues maintiennent maintien maintenir confirm~
    prolong~ prolongation instaur~ impos~ conserv~ gard~ garde
    | annul~ annulation supprim~ suppression abandonn~ abandon suspend suspendu suspendue
    suspendus suspension lev~ levée retir~ retrait abrog~ renonc~ cass~;
    reprend repris reprise reprennent reprendre reprendra poursuit poursuivent poursuivre
    continu~ poursuite redémarr~ relanc~ reconduit
    | suspend suspendu suspendue suspendus suspension interromp interrompt interrompu
    interrompue interruption cess~ arrêt~ arrêt stopp~ paralys~ abandonn~;
    hausse hausses augment~ augmentation mont~ progress~ progression croissance croît grimp~
    bondit bond bondi accroît accru envol~ relèv~ relev~ explos~ rebond rebondit
    | baisse baisses baiss~ diminu~ diminution recul~ recul chut~ chute décroissance plong~
    fléchit dévisse repli effondr~ réduit réduite réduction rédui~ abaiss~ tomb~ dégringol~;
    ouvr~ ouvert ouverte ouverts ouvertes ouvrir ouvrira ouvriront ouverture rouvr~ rouvert
    rouverte rouverts rouvertes rouvrir rouvrira réouverture inaugur~
    | ferm~ fermé fermeture clos close;
    coupable coupables condamn~ condamnation culpabilité
    | relax~ relaxe acquitt~ acquittement innocent innocente innocents innocent~ blanchi
    blanchie disculp~;
    inculp~ écroué écrouée incarcér~ arrêt~ interpell~ détenu détenue détention emprisonn~
    | libér~ libération relâch~ blanchi élargi;
    satisfait satisfaite satisfaits satisfaites content contents contente contentes ravi ravis
    heureux
    | mécontent mécontents mécontente insatisfait insatisfaits déçu déçus déçue furieux;
    succès réussit réussi réussite réussissent réussir parvient parvenu parviennent parvenus
    | échec échecs échou~ rat~ manqu~; facile faciles aisé | difficile difficiles ardu;
    possible possibles | impossible impossibles exclu exclue;
    présent présente présents présence particip~ participation assist~ qualifié sélectionné
    | absent absente absents absence boycott~ boycott forfait forfaits manqu~;
    accord accords entente | désaccord désaccords rupture; compromis | impasse;
    nomm~ nomination reconduit reconduite élu élue
    | limog~ limogeage démis démise révoqu~ destitu~ évinc~ renvoyé licenci~ licenciement;
    embauch~ embauche recrut~ recrutement | licenci~ licenciement limog~;
    fort forte forts fortes | faible faibles; tout tous | rien;
    vivant vivants vivante vivantes survécu survit survivant
    | mort morts morte mortes décédé décédée meurt décès tué tuée péri;
    amélior~ amélioration | détérior~ détérioration dégrad~ dégradation aggrav~ aggravation empir~;
    optimiste optimistes optimisme | pessimiste pessimistes pessimisme;
    rassurant rassurante rassur~ | inquiétant inquiétante inquièt~ alarm~;
    vrai vraie vrais vraies authentique authentiques exact exacte véridique
    | faux fausse fausses mensonger erroné erronée fabriqué truqué truquée;
    excédent excédents excédentaire | déficit déficits déficitaire;
    bénéfice bénéfices | perte pertes; majorité majoritaire | minorité minoritaire;
    renforc~ renforcement consolid~ | affaiblit affaibli affaiblie affaiblissement fragilis~;
    certain sûr sûre certaine | incertain incertaine;
    obligatoire obligatoires imposé imposée | facultatif facultative facultatifs optionnel;
    reconnaît reconnaissent reconnu reconnaître avou~ aveux admet admis admettent admettre
    | conteste contest~ nie nient niait nier dément démenti démentent démentir réfut~;
    confirm~ affirm~ assure | dément démenti démentie démentent démentir infirm~ conteste;
    praticable | impraticable coupé coupée fermé; sûr sûrs | dangereux dangereuse;
    recommand~ conseill~ préconis~ | déconseill~ décourag~;
    gratuit gratuite gratuits gratuites | payant payante payants payantes;
    légal légale légaux | illégal illégale illicite; public publique | secret secrète clandestin;
    volontaire volontaires | forcé forcée obligatoire;
    temporaire provisoire | définitif définitive permanent permanente;
    connu connue identifié identifiée | inconnu inconnue;
    négatif négative négatifs négatives | positif positive positifs positives;
    inclu~ inclus incluse inclut comprend compris
    | exclu exclue exclus exclut excluent exclure exclusion;
    ralli~ rejoint rejoignent rejoindre adhér~ adhésion | quitt~ départ retir~ retrait claqu~;
    rest~ | quitt~ part partira partir départ démission démissionn~;
    allié alliés ami amis | ennemi ennemis;
    salu~ félicit~ applaudi applaudit | condamn~ dénonc~ critiqu~ fustig~;
    allèg~ assoupli assouplit assouplissement | durci durcit durcissement alourdi;
    accélèr~ accélér~ accélération | ralenti ralentit ralentissement frein~;
    respect~ respect | viol~ violation enfreint bafou~ transgress~;
    pacifique pacifiques | violent violente violents violentes; aid~ facilit~ | entrav~ empêch~;
    croi~ croit | dout~ doute; détient possèd~ dispose | manqu~ manque dépourvu privé privée;
    pro | anti; intérieur | extérieur; dedans | dehors; pour favorable | contre hostile;
    prolong~ prolongation reconduit | suspend suspendu suspendue suspendre suspension lever;
    équitable | inique; avancé avanc~ | retard~ retard report~; soutient soutenu soutiennent |
    dénonc~ critiqu~; approuv~ | condamn~; atteint atteignent | manqu~ rat~; signé signe signature
    conclu conclut | rompu rompt rupture; démarr~ débute commenc~ | arrêt~ cess~; lanc~ lancement
    relanc~ | abandonn~ abandon suspend suspendu; construi~ construction bâti bâtir | démoli
    démolit démolition détruit détruire; créé créer création | dissous dissout dissolution
    supprim~ suppression; ajout~ ajout | retir~ retrait; réélu réélue | battu battue évinc~;
    apaisement désescalade détente apaisé | escalade tension tendu; paix | guerre; fiable fiables
    | douteux douteuse; sain saine propre potable | pollué polluée contaminé contaminée sale;
    indemne indemnes | blessé blessés blessée blessées; rescapé rescapés | mort morts; apparaît
    apparu apparition | disparaît disparu disparition; conforme | contraire; disponible
    disponibles | épuisé épuisée indisponible; officiel officielle | officieux officieuse; partiel
    partielle partiellement | total totale totalement; accus~ | disculp~ blanchi blanchie;
    accueill~ accueil | expuls~ expulsion; invité invitée | exclu exclue; encourag~ | décourag~;
    confiance | méfiance défiance; élargit élargi élargissement extension étend | réduit réduite
    réduction rétrécissement; exportations export~ | importations import~; rétabli rétablie
    rétablissement | coupé coupée coupure; partisans partisan | opposants opposant adversaires;
    résist~ résistance | capitul~ capitulation cède; intégration | exclusion; insist~ persist~ |
    renonc~ recul~; qualification | élimination; fusion | scission; promotion promu | rétrogradé
    rétrogradation
"""

ENGLISH: Final = """
    arrive~ arrival | leave leaves left leaving depart~ departure;
    reveal~ disclose~ | conceal~ hide hides hidden cover~;
    remember~ | forget forgets forgot forgotten; reward~ | punish~; save~ rescue~ | kill~;
    deliberate deliberately intentional | accidental accidentally unintentional;
    better best | worse worst; upgrade~ | downgrade~;
    promote~ promotion | demote~ relegate~ relegation; advance~ | retreat~; ahead | behind;
    calm | tense; cheap cheaper | expensive costly; protect~ | endanger~; tough | lenient;
    meet meets met hit hits | miss~;
    decide~ order~ vow~ pledge~ promise~ plan~n | refuse~ refusal decline~;
    accept~ acceptance approve~ approval back~ support~ adopt~ adoption pass~ uphold upholds
    upheld upholding endorse~ endorsement grant~ allow~ permit~t agree~ agreed ratify~ welcome~
    favour~ favor~ clear~ authorise~ authorize~ license~ licence~ advance~ affirm~ confirm~
    | reject~ rejection oppose~ opposition refuse~ refusal block~ overturn~ quash~ veto vetoes
    vetoed vetoing ban~n bar~r forbid forbids forbade forbidden prohibit~ prohibition scrap~p
    decline~ disapprove~ dismiss~ deny~ denied denial strike struck strikes rebuff~ spurn~
    defeat~ throw thrown threw torpedo~ disallow~ void~ annul annulled voids reverse~ snub~b
    against;
    grant~ issue~ award~ give gives gave given
    | refuse~ refusal deny~ withhold withheld revoke~ strip~p;
    allow~ permit~t able let lets enable~ free authorise~ authorize~
    | ban~n bar~r forbid forbids forbade forbidden prohibit~ prohibition prevent~ stop stops
    stopped outlaw~ block~ unable; legal lawful | banned illegal unlawful outlawed;
    welcome~ praise~ hail~ applaud~ commend~
    | condemn~ criticise~ criticize~ denounce~ slam~m blast~ deplore~ decry decries decried;
    keep keeps kept retain~ retention stay~ remain~ extend~ extension preserve~ maintain~ renew~
    | leave leaves left leaving quit quits quitting cancel cancels cancelled canceled cancelling
    cancellation scrap~p drop~p axe~ axed abandon~ departs end ends ended lift~ terminate~ sell
    withdraw withdraws withdrew withdrawn;
    resume~ resumption continue~ start~ begin begins began begun restart~ go proceed~
    | suspend~ suspension halt~ stop~p end~ pause~ cease~ cancel cancelled canceled collapse~
    stall~;
    rise rises rose risen rising increase~ increasing grow grows grew grown growth growing
    climb~ jump~ soar~ up higher surge~ gain~ rally~ rallied advance~ accelerate~ double~
    expand~ expansion boost~ strengthen~ raise~ widen~ jumped spike~
    | fall falls fell fallen falling decrease~ decline~ drop~p shrink shrinks shrank slump~
    plunge~ down lower lowered tumble~ slide slides slid dip~p ease~ lose loses lost cut cuts
    cutting sink sinks sank halve~ contract~ contraction reduce~ reduction weaken~ narrow~
    slash~ plummet~;
    open~ opening reopen~ | close~ closing closed closure shut shuts shutting shutdown;
    guilty convict~ conviction
    | innocent acquit acquits acquitted acquittal clear~ exonerate~ vindicate~;
    alive survive~ survivor survivors living | dead die~ died dies death killed;
    safe safely | dangerous hazardous;
    hire~ appoint~ appointment recruit~ | fire~ sack~ dismiss~ dismissal oust~ lay laid;
    arrest~ detain~ detention jail~ imprison~ custody remand~ hold held charge~
    | release~ free freed frees bail~ cleared discharge~;
    lift~ ease~ relax~ loosen~ remove~ | impose~ tighten~ extend~ introduce~ maintain~;
    agree~ agreement deal accord
    | disagree~ disagreement dispute~ deadlock stalemate failure impasse collapse;
    present attend~ attendance join~ play~ | absent absence miss~ boycott~ skip~p snub~b;
    join~ enter~
    | leave leaves left leaving quit quits withdraw withdraws withdrew withdrawn withdrawal
    exit~; strong stronger strength | weak weaker weakness;
    strengthen~ bolster~ boost~ | weaken~ undermine~; majority | minority; above | below;
    surplus | deficit; profit profits profitable gain gains | loss losses;
    true genuine authentic real accurate | false fake bogus hoax wrong forged inaccurate;
    optimistic hopeful optimism upbeat | pessimistic gloomy pessimism downbeat;
    success successful successfully succeed~ manage~
    | failure unsuccessful fail~ failing unable collapse~;
    include~ inclusion | exclude~ exclusion omit~t;
    improve~ improvement recover~ | worsen~ deteriorate~ deterioration decline~;
    mandatory compulsory obligatory | optional voluntary;
    everyone everybody everything all | nobody nothing none; possible | impossible;
    likely | unlikely; easy | difficult hard;
    support~ back~ for favour favor | oppose~ against opposition; public | secret private closed;
    love~ like | hate~ dislike~; ally allies friend | enemy enemies foe; peaceful | violent;
    temporary | permanent; positive | negative;
    admit~t acknowledge~ confess~ concede~ confirm~ affirm~
    | deny~ denied denial dispute~ refute~ reject~; known identified | unknown unidentified;
    have has had having own~ possess~ hold holds enjoy~ | lack~ lacking;
    trust~ believe~ confident certain sure
    | doubt~ distrust~ mistrust~ uncertain doubtful sceptical skeptical;
    comply~ complied obey~ honour~ honor~ respect~
    | breach~ violate~ violation defy~ defied flout~ break broke broken ignore~;
    help~ | hinder~ hamper~; encourage~ | discourage~ deter~r;
    require~ oblige~ force~ | exempt~ exemption;
    fit available ready | injured unavailable sidelined unfit doubtful;
    available | unavailable sold; qualify~ qualified | disqualify~ disqualified eliminated;
    connect~ | disconnect~; appear~ | disappear~ vanish~; gather~ | scatter~;
    speed~ accelerate~ | slow~ delay~; praised | criticised;
    satisfied pleased happy delighted content
    | angry dissatisfied unhappy furious disappointed displeased; valid | void invalid null;
    united unity | divided split; transparent | opaque;
    deploy~ send sends sent | withdraw withdraws withdrew withdrawn recall~; inside | outside;
    born | died; ratified | shelved; sober | drunk; solvent | bankrupt; solved | unsolved;
    prolong~ extend~ | suspend~; slowdown slowed | acceleration quickened; intact undamaged
    unscathed | damaged destroyed; unhurt unharmed unscathed safe | injured hurt wounded; rescue~
    | drown~; supporters backers | opponents critics; back~ | criticise~ criticize~ denounce~;
    sign~ | scrap~p shelve~; launch~ | scrap~p cancel cancelled shelve~ abandon~; restore~
    restored reconnect~ | cut severed sever~; working | broken faulty; online | offline; build
    builds built construction | demolish~ demolition; create~ establish~ form~ | abolish~
    dissolve~ disband~; add~ | remove~ delete~; elect~ reelected | oust~; reinstate~ | dismiss~
    suspend~ sack~; ease~ easing de-escalation | escalate~ escalation escalating; truce ceasefire
    | fighting hostilities; peace | war; unanimous | split divided; clean drinkable | polluted
    contaminated dirty; progress breakthrough | setback deadlock stalemate; glut abundance |
    shortage scarcity; partial partially partly | full fully total; accuse~ | cleared; escape~
    flee flees fled | captured recaptured caught; invite~ select~ pick~ | exclude~ drop~p;
    reassure~ reassuring | alarm~ alarming; confidence trust | distrust mistrust; imports import~
    | exports export~; repay~ repaid | default~; insist~ | backtrack~ relent~; resist~ |
    surrender~ capitulate~; neutral impartial | biased partisan; merge~ merger | split; heed~ |
    ignore~; publish~ disclose~ | withhold withholds withheld; renew~ | revoke~ terminate~; occupy
    occupied | liberate~ freed; welcome~ admit~t | expel~l; score~ | squander~ waste~ miss~
"""

#: one that is denied says the other, which put for it says something else
FRENCH_QUALITIES: Final = """
    maîtris~ circonscrit éteint | rage progresse;
    rare rares | fréquent fréquents fréquente fréquentes souvent courant commun nombreux;
    grand grande gros grosse | petit petite; long longue | court courte bref brève;
    grave graves sérieux | bénin légère léger stable; nouveau nouvelle | ancien ancienne vieux;
    bon bonne | mauvais mauvaise; rapide | lent lente; loin | près proche; premier | dernier;
    heure | retard; plein pleine | vide vides; chaud | froid; riche | pauvre;
    cher chère | abordable;
    termin~ fini finie clos close achev~ boucl~
    | poursuit poursuivent continu~ cours dure ouvert ouverte inachevé;
    retrouv~ trouv~ localis~ | introuvable introuvables disparu
"""
ENGLISH_QUALITIES: Final = """
    big large huge major | small little minor slight; long | short brief; new | old;
    common usual often frequent | rare uncommon unusual; good great | bad poor; quick fast | slow;
    serious critical grave life-threatening | minor stable slight light; open | shut closed;
    late delayed | punctual early; clear | unclear vague; busy | quiet; full | empty;
    over finished complete done | ongoing underway continuing unfinished continues;
    employ~ keep keeps | dismissed sacked fired; alone | others; rich | poor; high | low;
    expensive | cheap; far | near close; simple | complex complicated; same | different
"""

#: and whose two sides tell one thing when those they are said of change places too
FRENCH_CONVERSES: Final = """
    gagn~ victoire remport~ bat impose vainqueur vainqueurs
    | perd perdu perdue perdent perdre défaite inclin~ battu battue battus;
    achat achète acheté acheter achet~ acquiert acquis acquisition
    | vente vend vendu vendue vendent vendre cède cédé cession
"""
ENGLISH_CONVERSES: Final = """
    win wins won winning victory winner beat beats triumph~ survive~ advance~
    | lose loses lost losing defeat defeated defeats loss loser beaten;
    buy buys bought buying purchase~ acquire~ | sell sells sold selling sale
"""
