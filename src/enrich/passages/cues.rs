//! Words by which contacts and the rubbish of pages are known, in the configured languages.
//!
//! Owns data and its look-up. Everything is compared folded: lower case, no accents.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::enrich::fold::{fold, fold_head};

/// Lines that are buttons, menus and counters: they are rubbish when they are the whole passage.
const WHOLE: &str = "soutenez|soutenez-nous|accueil|home|startseite|inicio|início|página inicial|hem|hjem|etusivu|strona główna|главная|головна|anasayfa|ana sayfa|الرئيسية|αρχική|خانه|首页|ホーム|홈|inici|\
menu|menü|menú|navigation|partager|partagez|partager cet article|share|share this|share this article|tweet|tweeter|facebook|twitter|x|linkedin|whatsapp|telegram|instagram|youtube|e-mail|email|courriel|imprimer|print|print this page|rss|pdf|\
teilen|drucken|artikel drucken|compartir|imprimir|condividi|stampa|compartilhar|partilhar|delen|afdrukken|dela|skriv ut|del|udskriv|jaa|tulosta|distribuie|megosztás|nyomtatás|поделиться|печать|поширити|друк|udostępnij|drukuj|paylaş|yazdır|مشاركة|شارك|طباعة|κοινοποίηση|اشتراک گذاری|چاپ|分享|打印|シェア|印刷|공유|인쇄|comparteix|\
lire la suite|read more|weiterlesen|leer más|leggi tutto|leia mais|lees meer|läs mer|læs mere|les mer|lue lisää|citește mai mult|tovább|читать далее|читати далі|czytaj więcej|devamını oku|اقرأ المزيد|περισσότερα|ادامه مطلب|阅读更多|続きを読む|더 보기|\
lire aussi|à lire aussi|voir aussi|see also|related|publicité|advertisement|annonce|anzeige|werbung|publicidad|pubblicità|publicidade|advertentie|annons|reklam|реклама|reklama|إعلان|διαφήμιση|广告|広告|광고|\
aucun commentaire|no comments|no comment|commentaires|comments|kommentare|comentarios|commenti|comentários|reacties|kommentarer|комментарии|коментарі|komentarze|yorumlar|التعليقات|σχόλια|نظرات|评论|コメント|댓글|\
retour|retour en haut|haut de page|retour à la liste|back to top|top|nach oben|volver arriba|torna su|tillbaka|suivant|précédent|article suivant|article précédent|next|previous|next article|previous article|\
se connecter|connexion|s'inscrire|log in|login|sign in|sign up|register|subscribe|s'abonner|abonnez-vous|anmelden|abonnieren|suscríbete|iscriviti|aller au contenu|aller au contenu principal|skip to content|skip to main content|skip to navigation|zum inhalt springen|saltar al contenido|rechercher|recherche|search|suche|buscar|cerca|sök|\
email protected|[email protected]|tous droits réservés|all rights reserved|alle rechte vorbehalten|todos los derechos reservados|mentions légales|legal notice|impressum|privacy policy|politique de confidentialité|datenschutz|plan du site|site map|sitemap|accessibilité|accessibility|cookies|contactez-nous|contact us|quitter la version mobile|exit mobile version|version mobile|mobile version|skip ad|chargement|loading|post comment|submit|envoyer|laisser un commentaire|leave a comment|leave a reply|cancel reply|annuler la réponse";

/// Beginnings of short passages of rubbish.
const STARTS: &str = "photo:|photo :|photos:|photos :|photo credit|photo by|photo ©|crédit photo|crédits photo|crédit :|crédits :|credit:|foto:|foto :|foto ©|fotos:|bild:|bildnachweis|image:|image :|image credit|imagen:|immagine:|фото:|фото :|zdjęcie:|fot.|kuva:|fotó:|fotoğraf:|الصورة:|صورة:|φωτο|عکس:|图片来源|写真:|사진:|©|copyright ©|copyright (c)|copyright 19|copyright 20|copyright:|(c) 20|\
quitter la version mobile|exit mobile version|leave a reply|leave a comment|laisser un commentaire|laissez un commentaire|répondre à|please enter your|save my name, email|enregistrer mon nom|votre adresse e-mail ne sera pas|votre adresse de messagerie ne sera pas|votre adresse courriel ne sera pas|your email address will not|les champs obligatoires|required fields are marked|ce site utilise akismet|this site uses akismet|notify me of|prévenez-moi de|\
schreibe einen kommentar|kommentar hinterlassen|ihre e-mail-adresse wird nicht|deine e-mail-adresse wird nicht|deja un comentario|deja una respuesta|tu dirección de correo electrónico no será|lascia un commento|il tuo indirizzo email non sarà|deixe um comentário|o seu endereço de email não será|geef een reactie|laat een reactie achter|lämna ett svar|lämna en kommentar|skriv en kommentar|legg igjen en kommentar|jätä kommentti|lasă un comentariu|lasă un răspuns|hozzászólás a|vélemény, hozzászólás|добавить комментарий|оставить комментарий|залишити коментар|dodaj komentarz|zostaw komentarz|bir yanıt yazın|yorum yap|اترك تعليق|أضف تعليق|αφήστε μια απάντηση|دیدگاه خود را|نظر بدهید|发表评论|发表回复|コメントを残す|댓글 달기|deixa un comentari|\
articles récents|articles similaires|articles liés|articles connexes|sur le même sujet|dans la même rubrique|à lire aussi|à lire également|lire aussi :|lire également|à voir aussi|vous aimerez aussi|les plus lus|related articles|related posts|related stories|related news|more on this|more stories|you may also like|you might also like|recommended for you|recent posts|most read|read next|read also|das könnte sie auch|mehr zum thema|weitere artikel|ähnliche artikel|lesen sie auch|artículos relacionados|noticias relacionadas|te puede interesar|lee también|articoli correlati|leggi anche|potrebbe interessarti|artigos relacionados|notícias relacionadas|leia também|leia mais:|lees ook|gerelateerde artikelen|läs också|läs även|relaterade artiklar|læs også|les også|lue myös|citește și|articole similare|olvassa el ezt is|kapcsolódó cikkek|читайте также|похожие статьи|материалы по теме|читайте також|схожі новини|czytaj także|czytaj też|powiązane artykuły|ilgili haberler|bunlar da ilginizi|مقالات ذات صلة|اقرأ أيضا|مواضيع ذات صلة|أخبار ذات صلة|διαβάστε επίσης|σχετικά άρθρα|مطالب مرتبط|اخبار مرتبط|بیشتر بخوانید|相关新闻|相关阅读|相关文章|関連記事|あわせて読みたい|관련 기사|articles relacionats|llegeix també|\
découvrez nos infolettres|inscrivez-vous à|abonnez-vous à|recevez notre|recevez nos|s'inscrire à la newsletter|suivez-nous|rejoignez-nous sur|téléchargez notre application|subscribe to our|sign up for our|sign up to our|get our newsletter|join our newsletter|follow us on|follow us for|download our app|newsletter abonnieren|abonnieren sie|folgen sie uns|melden sie sich|suscríbete a|suscríbase a|síguenos en|iscriviti alla|seguici su|assine a nossa|assine nossa|siga-nos|siga nos|schrijf je in|volg ons|prenumerera på|följ oss|tilmeld dig|følg os|følg oss|meld deg på|tilaa uutiskirje|seuraa meitä|abonează-te|urmărește-ne|iratkozz fel|iratkozzon fel|kövessen minket|подписывайтесь|подпишитесь|підписуйтесь|підпишіться|zapisz się|obserwuj nas|abone ol|bizi takip|اشترك في|تابعنا على|تابعونا|εγγραφείτε|ακολουθήστε|عضو شوید|ما را دنبال|订阅|关注我们|メルマガ|フォローする|구독하|subscriu-te|segueix-nos|\
ce site utilise des cookies|nous utilisons des cookies|en poursuivant votre navigation|this site uses cookies|this website uses cookies|we use cookies|by continuing to use|diese website verwendet cookies|wir verwenden cookies|este sitio utiliza cookies|utilizamos cookies|questo sito utilizza|utilizziamo i cookie|este site usa cookies|este site utiliza|deze website gebruikt|wij gebruiken cookies|vi använder cookies|den här webbplatsen använder|vi bruger cookies|vi bruker informasjonskapsler|käytämme evästeitä|acest site folosește|ez a weboldal|этот сайт использует|мы используем файлы cookie|цей сайт використовує|ta strona korzysta|ta strona używa|bu site çerez|bu web sitesi|يستخدم هذا الموقع|نستخدم ملفات|αυτός ο ιστότοπος|این وب‌سایت از کوکی|本网站使用|当サイトでは|이 웹사이트는|aquest lloc web utilitza|\
faites un don|soutenez notre journal|soutenez notre rédaction|soutenez notre travail|soutenez le journalisme|support our journalism|unterstützen sie uns|partager sur|partager l'article|partager cette|share on|share via|auf facebook teilen|compartir en|condividi su|dela på|поделиться в|udostępnij na|acheter des droits|tous droits réservés|all rights reserved|alle rechte vorbehalten|todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|alla rättigheter|все права защищены|усі права захищено|wszelkie prawa zastrzeżone|tüm hakları saklıdır|جميع الحقوق محفوظة|تمامی حقوق|版权所有|無断転載|무단전재|무단 전재|저작권자|powered by|proudly powered|propulsé par|you are here|vous êtes ici|sie befinden sich hier|usted está aquí|skip to|aller au|enable javascript|veuillez activer|votre navigateur";

/// Beginnings after which a page has only rubbish left: short passages that follow are rubbish too.
const ENDS: &str = "leave a reply|leave a comment|laisser un commentaire|laissez un commentaire|aucun commentaire|no comments|please enter your|schreibe einen kommentar|kommentar hinterlassen|deja un comentario|deja una respuesta|lascia un commento|deixe um comentário|geef een reactie|lämna ett svar|lämna en kommentar|skriv en kommentar|legg igjen en kommentar|jätä kommentti|lasă un comentariu|lasă un răspuns|vélemény, hozzászólás|добавить комментарий|оставить комментарий|залишити коментар|dodaj komentarz|zostaw komentarz|bir yanıt yazın|اترك تعليق|أضف تعليق|αφήστε μια απάντηση|发表评论|发表回复|コメントを残す|댓글 달기|deixa un comentari|\
articles récents|articles similaires|articles liés|articles connexes|sur le même sujet|dans la même rubrique|vous aimerez aussi|les plus lus|related articles|related posts|related stories|related news|more stories|you may also like|you might also like|recommended for you|recent posts|most read|das könnte sie auch|mehr zum thema|weitere artikel|ähnliche artikel|artículos relacionados|noticias relacionadas|te puede interesar|articoli correlati|potrebbe interessarti|artigos relacionados|notícias relacionadas|gerelateerde artikelen|relaterade artiklar|articole similare|kapcsolódó cikkek|похожие статьи|материалы по теме|схожі новини|powiązane artykuły|ilgili haberler|مقالات ذات صلة|مواضيع ذات صلة|أخبار ذات صلة|σχετικά άρθρα|مطالب مرتبط|اخبار مرتبط|相关新闻|相关阅读|相关文章|関連記事|관련 기사|articles relacionats|découvrez nos infolettres";

/// Labels that open a block of contacts; a colon or the end of the line follows.
const CONTACT_LABELS: &str = "contact|contacts|contact presse|contacts presse|contact média|contact médias|contacts médias|contact de presse|contacts de presse|relations médias|relations avec les médias|relations presse|service de presse|service presse|bureau de presse|attaché de presse|attachée de presse|renseignements|renseignement|information|informations|pour information|pour informations|pour plus d'information|pour plus d'informations|pour de plus amples renseignements|pour tout renseignement|pour en savoir plus|demandes des médias|personne-ressource|personnes-ressources|\
media contact|media contacts|press contact|press contacts|media enquiries|media inquiries|media relations|press office|press enquiries|press inquiries|press officer|for media inquiries|for media enquiries|for further information|for more information|for additional information|for information|further information|contact information|editorial contacts|notes to editors|media information|\
pressekontakt|presskontakt|kontakt|ansprechpartner|ansprechpartnerin|pressestelle|rückfragen|rückfragen bitte an|presserückfragen|für rückfragen|weitere informationen|pressesprecher|pressesprecherin|medienkontakt|\
contacto|contactos|contacto de prensa|contacto prensa|contacto para medios|oficina de prensa|gabinete de prensa|más información|para más información|contatti|contatto|contatti stampa|ufficio stampa|per informazioni|per maggiori informazioni|contato|contatos|contacto de imprensa|assessoria de imprensa|gabinete de imprensa|mais informações|para mais informações|\
perscontact|contactpersoon|persvoorlichting|woordvoerder|meer informatie|voor meer informatie|noot voor de redactie|pressekreterare|presschef|pressansvarig|presstjänst|för mer information|mer information|kontaktinformation|pressekontakter|pressevakt|pressetjenesten|yderligere oplysninger|for yderligere information|mer informasjon|kontaktperson|kontaktpersoner|yhteystiedot|lisätietoja|lisätiedot|\
contact presă|contact de presă|birou de presă|biroul de presă|informații suplimentare|pentru informații suplimentare|kapcsolat|sajtókapcsolat|további információ|sajtóiroda|sajtóosztály|пресс-служба|пресс служба|контакты|контакты для сми|контакт|для справки|прес-служба|контакти|контакти для змі|kontakt dla mediów|kontakt dla prasy|biuro prasowe|rzecznik prasowy|więcej informacji|basın irtibat|basın bürosu|iletişim|basın iletişim|ayrıntılı bilgi|\
للاتصال|للتواصل|الاتصال|جهة الاتصال|للتواصل الإعلامي|المكتب الإعلامي|المكتب الصحفي|للمزيد من المعلومات|لمزيد من المعلومات|επικοινωνία|γραφείο τύπου|στοιχεία επικοινωνίας|για περισσότερες πληροφορίες|πληροφορίες|تماس|روابط عمومی|اطلاعات تماس|برای اطلاعات بیشتر|媒体联系|媒体联系人|联系人|联系方式|联系电话|新闻联系人|お問い合わせ|お問い合わせ先|問い合わせ先|本件に関するお問い合わせ|報道関係者お問い合わせ先|連絡先|연락처|문의|문의처|보도자료 문의|담당자|contacte|contacte de premsa|oficina de premsa|gabinet de premsa|més informació|per a més informació";

/// Labels under which a text says where it comes from.
const SOURCE_LABELS: &str = "source|sources|quelle|quellen|fuente|fuentes|fonte|fonti|fontes|bron|bronnen|källa|källor|kilde|kilder|lähde|sursa|surse|forrás|источник|источники|джерело|źródło|kaynak|المصدر|πηγή|منبع|来源|消息来源|出典|情報源|출처|font";

/// Labels that are as often of links or of text as of contacts.
const INFORMATION_LABELS: &str = "information|informations|renseignement|further information|for more information|for further information|for additional information|media information|notes to editors|weitere informationen|más información|mais informações|meer informatie|voor meer informatie|mer information|för mer information|mer informasjon|yderligere oplysninger|lisätietoja|lisätiedot|informații suplimentare|további információ|więcej informacji|ayrıntılı bilgi|πληροφορίες|per maggiori informazioni|pour en savoir plus|pour plus d'information|més informació|для справки";

/// Words of people who answer for the press.
const PRESS_WORDS: &str = "attache de presse|attachee de presse|attaches de presse|relations medias|relations avec les medias|service de presse|press officer|press secretary|press office|media relations|media officer|pressekreterare|pressestelle|pressesprecher|jefe de prensa|gabinete de prensa|ufficio stampa|assessoria de imprensa|woordvoerder|pressechef|sajtoreferens|пресс-секретарь|пресс-служба|rzecznik prasowy|biuro prasowe|basin musaviri|المتحدث الرسمي باسم|γραφειο τυπου";

static WHOLE_SET: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(WHOLE));
static STARTS_LIST: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::new(STARTS));
static ENDS_LIST: LazyLock<Beginnings> = LazyLock::new(|| Beginnings::new(ENDS));
static LABELS: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(CONTACT_LABELS));
static SOURCE_SET: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(SOURCE_LABELS));
static INFORMATION_SET: LazyLock<Phrases> = LazyLock::new(|| Phrases::new(INFORMATION_LABELS));
static PRESS_LIST: LazyLock<Vec<String>> = LazyLock::new(|| PRESS_WORDS.split('|').map(fold).collect());

/// Phrases to be, by their [`key`].
struct Phrases {
    keys: FxHashSet<String>,
    most_words: usize,
}

impl Phrases {
    fn new(list: &str) -> Phrases {
        let keys: FxHashSet<String> = list.split('|').map(key).collect();
        let most_words = keys.iter().map(|key| words(key).count()).max().unwrap_or(0);
        Phrases { keys, most_words }
    }

    /// Whether `text` has no more words than any of them.
    fn are_as_long_as(&self, text: &str) -> bool {
        words(text).nth(self.most_words).is_none()
    }

    fn contain(&self, key: &str) -> bool {
        self.keys.contains(key)
    }
}

/// Words with a letter or a digit.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric))
}

/// Phrases to begin with, by their first character, so that a passage meets few of them.
struct Beginnings(rustc_hash::FxHashMap<char, Vec<String>>);

impl Beginnings {
    fn new(list: &str) -> Beginnings {
        let mut by_first: rustc_hash::FxHashMap<char, Vec<String>> = rustc_hash::FxHashMap::default();
        for phrase in list.split('|').map(fold) {
            if let Some(first) = phrase.chars().next() {
                by_first.entry(first).or_default().push(phrase);
            }
        }
        Beginnings(by_first)
    }

    /// Whether `folded` begins with one of them, at the end of a word.
    fn begin(&self, folded: &str) -> bool {
        let first = folded.chars().next().and_then(|first| self.0.get(&first));
        first.into_iter().flatten().any(|phrase| {
            let rest = folded.strip_prefix(phrase.as_str());
            let whole_word = |rest: &str| {
                let (last, next) = (phrase.chars().next_back(), rest.chars().next());
                let unspaced = last.is_some_and(|c| !c.is_alphabetic() || u32::from(c) > 0x2fff);
                unspaced || !next.is_some_and(char::is_alphabetic) || phrase.contains(' ')
            };
            rest.is_some_and(whole_word)
        })
    }
}

/// Folded, signs around it and repeated spaces dropped.
pub(super) fn key(text: &str) -> String {
    key_of_folded(&fold(text))
}

/// The same of what is folded already.
pub(super) fn key_of_folded(folded: &str) -> String {
    let words: Vec<&str> = folded.split_whitespace().collect();
    words.join(" ").trim_matches(|c: char| !c.is_alphanumeric()).to_owned()
}

/// Whether a passage is too long to be a button: told without its [`key`].
pub(super) fn is_no_button(text: &str) -> bool {
    // A count may stand before the words.
    !WHOLE_SET.are_as_long_as(text.trim_start_matches(|c: char| !c.is_alphabetic()))
}

/// Whether a passage, by its [`key`], is a button, a menu entry or a counter.
pub(super) fn is_button(key: &str) -> bool {
    let without_count = key.trim_start_matches(|c: char| c.is_ascii_digit() || c == ' ');
    WHOLE_SET.contain(key) || (!without_count.is_empty() && WHOLE_SET.contain(without_count))
}

/// As much of a passage, folded, as [`begins_rubbish`] and [`begins_end`] look at.
pub(super) fn beginning(text: &str) -> String {
    fold_head(text, BEGINNING_BYTES)
}

/// No phrase that passages begin with is as long, and the letter after it.
const BEGINNING_BYTES: usize = 100;

/// Whether a passage, by its [`beginning`], begins as rubbish does.
pub(super) fn begins_rubbish(beginning: &str) -> bool {
    STARTS_LIST.begin(beginning)
}

/// Whether a passage, by its [`beginning`], announces that only rubbish follows.
pub(super) fn begins_end(beginning: &str) -> bool {
    ENDS_LIST.begin(beginning)
}

/// What a passage is labelled as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    None,
    /// Whom to call.
    Contact,
    /// Where the text comes from.
    Source,
    /// Where to learn more: contacts, or links, or text.
    Information,
}

/// What words are the label of.
pub(super) fn label(label: &str) -> Label {
    let has_address = begins_with_address(label);
    let sets = [&SOURCE_SET, &INFORMATION_SET, &LABELS];
    if !has_address && !sets.iter().any(|set| set.are_as_long_as(label)) {
        return Label::None;
    }
    let key = key(label);
    let first = key.split(' ').next().unwrap_or_default();
    match () {
        () if SOURCE_SET.contain(&key) || (has_address && SOURCE_SET.contain(first)) => Label::Source,
        () if INFORMATION_SET.contain(&key) => Label::Information,
        () if LABELS.contain(&key) => Label::Contact,
        () => Label::None,
    }
}

/// Whether an address stands second, as in `Source https://…`.
pub(super) fn begins_with_address(label: &str) -> bool {
    let second = label.split_whitespace().nth(1);
    second.is_some_and(|word| word.starts_with("http") || word.starts_with("www."))
}

/// How many kinds of press office a folded passage names.
pub(super) fn press_words(folded: &str) -> usize {
    PRESS_LIST.iter().filter(|word| folded.contains(word.as_str())).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_holds_every_phrase_and_what_follows() {
        for phrase in [&STARTS_LIST.0, &ENDS_LIST.0].into_iter().flat_map(|list| list.values().flatten()) {
            assert!(phrase.len() + 4 <= BEGINNING_BYTES, "{phrase}");
        }
    }
}
