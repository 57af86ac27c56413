//! Words that make a date a publication's, in the configured languages.
//!
//! Owns data and its look-up. Everything is compared folded: lower case, no accents.

use std::sync::LazyLock;

use rustc_hash::FxHashSet;

use crate::enrich::dates::months::is_weekday;
use crate::enrich::edges;
use crate::enrich::fold::fold;

/// What stands before the date of publication on a line of its own.
const LABELS: &str = "publié le|publié|publiée le|date|date de publication|date de parution|mis en ligne le|mise en ligne|en ligne le|diffusé le|diffusion|paru le|date de diffusion|date de la première version|date de première version|première publication|émis le|\
published|published on|published at|publication date|date of publication|date published|posted|posted on|release date|released|released on|date of release|issued|issued on|issue date|for immediate release|for release|date issued|press release date|original release date|initial release date|first published|first published on|\
veröffentlicht|veröffentlicht am|erschienen|erschienen am|erscheinungsdatum|veröffentlichungsdatum|datum|stand|ausgabedatum|vom|publicado|publicado el|publicada el|fecha|fecha de publicación|fecha de emisión|pubblicato|pubblicato il|data|data di pubblicazione|pubblicata il|publicado em|publicada em|data de publicação|data da publicação|gepubliceerd|gepubliceerd op|publicatiedatum|datum publicatie|nieuwsbericht|\
publicerad|publicerad den|publicerat|publicerades|publiceringsdatum|utgivningsdatum|publiceret|publiceret den|offentliggjort|udgivet|udgivelsesdato|dato|publisert|publisert dato|utgitt|julkaistu|julkaisupäivä|julkaisuaika|päivämäärä|publicat|publicat la|publicat pe|publicat în|data publicării|data|közzétéve|megjelent|megjelenés|dátum|közzététel|\
опубликовано|дата|дата публикации|опубликован|размещено|опубліковано|дата публікації|opublikowano|data publikacji|data|opublikowany|yayın tarihi|yayınlanma tarihi|yayımlanma tarihi|tarih|yayınlandı|\
تاريخ النشر|نشر في|نشر بتاريخ|نشرت في|التاريخ|تاريخ|تاريخ الإصدار|تاریخ انتشار|تاریخ|منتشر شده|δημοσιεύθηκε|δημοσιεύτηκε|ημερομηνία|ημερομηνία δημοσίευσης|δημοσίευση|\
发布时间|发布日期|日期|时间|发表时间|发表日期|發布時間|發布日期|公開日|掲載日|発表日|公表日|配信日|게시일|작성일|등록일|발표일|배포일|입력|보도일시|publicat el|data de publicació";

/// Kinds of document, which may stand before their date.
const KINDS: &str = "communiqué|communiqué de presse|communique de presse|dossier de presse|point de presse|déclaration|note d'information|press release|news release|media release|press statement|statement|media advisory|media statement|news|pressemitteilung|presseinformation|medienmitteilung|mitteilung|nota de prensa|comunicado|comunicado de prensa|boletín|comunicato|comunicato stampa|nota stampa|comunicado de imprensa|nota à imprensa|persbericht|nieuwsbericht|pressmeddelande|nyhet|pressemeddelelse|pressemelding|tiedote|lehdistötiedote|comunicat|comunicat de presă|sajtóközlemény|közlemény|пресс-релиз|сообщение|заявление|прес-реліз|повідомлення|komunikat|komunikat prasowy|informacja prasowa|basın açıklaması|basın bülteni|بيان صحفي|بيان|خبر صحفي|δελτίο τύπου|ανακοίνωση|بیانیه|新闻稿|新聞稿|プレスリリース|報道発表|보도자료|comunicat de premsa|nota de premsa";

/// How the line of an author begins, before a dash and the date: `Par A B - 23 avril 2024`.
const BYLINES: &str = "par by von por di da door av af autor tekst от автор від autorstwa yazan بقلم";

/// Acts that are spoken or stated, which titles begin with and a line under the title names.
const SPEECHES: &str = "tribune discours allocution intervention entretien interview tal anförande uttalande tale udtalelse uttalelse rede erklärung speech remarks discurso intervención declaración discorso intervento dichiarazione pronunciamento toespraak verklaring puhe lausunto discursul przemówienie oświadczenie beszéd nyilatkozat речь выступление заявление виступ заява كلمة خطاب ομιλία δήλωση discurs";

/// Other first words of the titles of acts: what is said, held or signed on the day that the title states.
const ACTS: &str = "communique communiques declaration declarations entretiens interviews conference point conseil compte message lettre extraits extrait reponse reponses question questions propos audition conclusions readout statement statements address press joint briefing transcript pressekonferenz pressemitteilung gemeinsame regierungspressekonferenz declaraciones comunicado comunicados discursos entrevista conferencia consejo dichiarazioni comunicato intervista conferenza consiglio declaracao nota persconferentie ministerraad pressmeddelande pressträff erklaering declaratie declaratia comunicat interviu kozlemeny interju коммюнике интервью брифинг ответ комунике iнтервю брифінг komunikat wywiad aciklama aciklamasi basin بيان تصريح حوار مؤتمر δηλωσεις ανακοινωση συνεντευξη بيانيه سخنراني declaracio consell";

/// Other pieces that a line under their title names, with author, place and day.
const PIECES: &str = "op-ed chronique debattartikel inledningsanförande öppningsanförande högtidstal jultal linjetal regeringsförklaring kronik kronikk debattinnlegg debatindlæg gastbeitrag namensbeitrag gastkommentar ansprache artículo articolo artigo intervenção opiniestuk kirjoitus artykuł felieton статья промова стаття колонка konuşma makale مقال άρθρο سخنرانی";

/// Words before a day that make it a beginning, an end or a purpose, and no document's own.
const BOUNDS: &str = "from until till since before after by through between as for depuis jusqu'au jusqu'à dès avant après pour d'ici bis ab seit vor nach zum für desde hasta antes después para dal al fino entro dopo prima per até após från till senast efter före sedan fram inför fra til indtil inden etter innen for vanaf tot sinds voor na с до после к від після od do przed po itibaren kadar beri için";

/// What stands under the title of a speech, and its day.
const SPOKEN: &str = "det talade ordet gäller|enligt det talade ordet|seul le prononcé fait foi|es gilt das gesprochene wort|check against delivery|as delivered|as prepared for delivery|det talte ord gælder|det talte ord gjelder|muutokset puhuttaessa mahdollisia|gesproken woord geldt|alleen het gesproken woord geldt|fa fede il discorso pronunciato|só faz fé a versão proferida|sólo es válida la versión pronunciada";

/// Words before the date in a title that say when the act took place.
const ADVERBS: &str = "le on den am em am il el a dne в от від z dnia في بتاريخ στις την";

/// Words that say that the day after them is the document's own.
const DATED: &str = "en date du|datee du|date du|dated|fechado el|datado de|datato|gedateerd|daterad|dateret|datert|datowane|от|від|vom|بتاريخ";

/// Words before the date in a title that make the act that day's: `Conseil des ministres du`.
const OF: &str = "du of vom von del di de do van av af fra от від z lapena";

/// Today.
const TODAY: &str = "aujourd'hui|ce jour|today|heute|hoy|oggi|hoje|vandaag|idag|i dag|tanaan|astazi|azi|ma|mai napon|сегодня|сьогодні|dzisiaj|dzis|bugun|اليوم|σημερα|امروز|今天|今日|本日|오늘|avui";

/// How a signature begins.
const SIGNATURES: &str = "fait a|fait le|fait en|done at|done in|signed at|signed in|geschehen zu|gegeben zu|hecho en|dado en|en|fatto a|feito em|gedaan te|utfardat i|utfaerdiget i|udfaerdiget i|tehty|adoptat la|kelt|составлено в|совершено в|подписано в|вчинено в|учинено в|sporzadzono w|dan w|حرر في|حرر ب|صدر في|fet a";

/// Words of a label (`original release date`), at most.
const LABEL_WORDS: usize = 4;

/// Letters of a place in capitals after a date, at least: `WASHINGTON`, but no `US`.
const LEAST_CAPITALS: usize = 5;

/// Words that a line under a title begins with, among which its piece is named.
const HEAD_WORDS: usize = 4;

/// Words between the commas of such a line, where it names a piece, and where it is names alone.
const PIECE_PART_WORDS: usize = 10;
const NAME_PART_WORDS: usize = 3;

/// Words of a place before a day.
const PLACE_WORDS: usize = 4;

/// Bytes that a mark of the spoken word takes.
const SPOKEN_BYTES: usize = 80;

fn set(list: &str) -> FxHashSet<String> {
    list.split('|').map(key).collect()
}

static LABEL_SET: LazyLock<FxHashSet<String>> = LazyLock::new(|| set(LABELS));
static KIND_SET: LazyLock<FxHashSet<String>> = LazyLock::new(|| set(KINDS));
static ACT_SET: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| SPEECHES.split(' ').chain(ACTS.split(' ')).map(fold).collect());
static BYLINE_SET: LazyLock<FxHashSet<String>> = LazyLock::new(|| BYLINES.split(' ').map(fold).collect());
static PIECE_SET: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| SPEECHES.split(' ').chain(PIECES.split(' ')).map(fold).collect());
static BOUND_SET: LazyLock<FxHashSet<String>> = LazyLock::new(|| BOUNDS.split(' ').map(fold).collect());
static SPOKEN_LIST: LazyLock<Vec<String>> = LazyLock::new(|| SPOKEN.split('|').map(fold).collect());
static ADVERB_SET: LazyLock<FxHashSet<String>> = LazyLock::new(|| ADVERBS.split(' ').map(fold).collect());
static OF_SET: LazyLock<FxHashSet<String>> = LazyLock::new(|| OF.split(' ').map(fold).collect());
static DATED_LIST: LazyLock<Vec<String>> = LazyLock::new(|| DATED.split('|').map(fold).collect());
static TODAY_LIST: LazyLock<Vec<String>> = LazyLock::new(|| TODAY.split('|').map(fold).collect());
static SIGNATURE_LIST: LazyLock<Vec<String>> = LazyLock::new(|| SIGNATURES.split('|').map(fold).collect());

/// Folded words without the signs around them.
fn key(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> =
        folded.split_whitespace().map(trim_signs).filter(|word| !word.is_empty()).collect();
    words.join(" ")
}

fn trim_signs(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// What stands before a date on its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// Words that say the date is of publication.
    Publication,
    /// The kind of document.
    Kind,
    /// Anything else.
    None,
}

/// What the words before a date on its line make of it.
pub(super) fn label(before: &str) -> Label {
    let words: Vec<&str> = before.split_whitespace().collect();
    if words.len() > 8 {
        return Label::None;
    }
    // A weekday, or `le` after a colon, may stand between the label and its date.
    let links = |word: &str| matches!(word, "le" | "den" | "am" | "the" | "il" | "el" | "la");
    let mut end = words.len();
    while end > 1 && (is_weekday(trim_signs(words[end - 1])) || links(words[end - 1])) {
        end -= 1;
    }
    let (whole, head) = (key(before), key(&words[..end].join(" ")));
    let is_in = |set: &FxHashSet<String>| set.contains(&whole) || set.contains(&head);
    match () {
        () if head.is_empty() => Label::None,
        () if is_byline(before, &words) => Label::Publication,
        () if is_in(&LABEL_SET) => Label::Publication,
        () if is_in(&KIND_SET) => Label::Kind,
        () => Label::None,
    }
}

/// Whether words before a date name an author and end in a sign that parts the two.
fn is_byline(before: &str, words: &[&str]) -> bool {
    let by = fold(words[0]);
    let is_named = words.len() >= 2 && words[1].chars().next().is_some_and(char::is_uppercase);
    is_named && BYLINE_SET.contains(&by) && before.trim_end().ends_with(['-', '–', '—', '|', '•', '·', ','])
}

/// Whether words name a kind of document, with its number or not (`Communiqué de presse 541/21`).
pub(super) fn is_document_kind(text: &str) -> bool {
    let is_number = |word: &&str| word.chars().any(char::is_numeric);
    let words: Vec<&str> = text.split_whitespace().filter(|word| !is_number(word)).collect();
    text.len() <= 80 && KIND_SET.contains(&key(&words.join(" ")))
}

/// Whether a title begins as those of declarations, interviews and the like do.
pub(in crate::enrich) fn begins_with_act(title: &str) -> bool {
    title.split_whitespace().take(3).any(|word| ACT_SET.contains(&fold(trim_signs(word))))
}

/// How surely a date in a title is the document's own: 0 for the date of something else.
pub(super) fn title_rank(before: &str, after: &str, is_act: bool) -> u8 {
    let folded = fold(before);
    let plain = folded.trim_end();
    if ["en date du", "datee du", "date du", "dated"].iter().any(|words| plain.ends_with(words)) {
        return 4;
    }
    let ends_title = after.trim().trim_matches(|c: char| matches!(c, '.' | ')' | ']')).is_empty();
    if ends_title && (plain.ends_with(['(', '[', '–', '—', '|']) || folded.ends_with(" - ")) {
        return 3;
    }
    if !is_act {
        return 0;
    }
    let mut words = plain.split_whitespace().rev().skip_while(|word| is_weekday(trim_signs(word)));
    let last = words.next().unwrap_or_default();
    let count = words.count() + 1;
    if ADVERB_SET.contains(last) || last.ends_with(',') || DATED_LIST.iter().any(|dated| dated == last) {
        3
    } else if OF_SET.contains(last) && count <= 7 {
        2
    } else {
        0
    }
}

/// How surely a date between the words of a heading that runs on into the text is the document's own, least sure
/// first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum RunOn {
    /// Names before it and behind it, and no sign.
    BetweenNames,
    /// A place in capitals, or one with its state, follows.
    BeforePlace,
    /// The text begins with it.
    Beginning,
    /// `FOR IMMEDIATE RELEASE` follows.
    BeforeLabel,
    /// `FOR IMMEDIATE RELEASE` stands before it.
    BehindLabel,
}

/// What the words around a date in a heading make of it; `None` when it is a sentence's.
pub(super) fn run_on(before: &str, after: &str) -> Option<RunOn> {
    // Signs beside the date other than a colon before and a dash behind are those of a sentence.
    let next = after.trim_start_matches([' ', '-', '–', '—', '|']);
    if !(next.is_empty() || next.starts_with(|c: char| c.is_uppercase() || c == '\n')) {
        return None;
    }
    let mut words =
        before.split_whitespace().rev().skip_while(|word| is_weekday(trim_signs(word))).peekable();
    // A day and a dash begin a dateline, or an entry of a chronicle.
    let Some(&last) = words.peek() else {
        return after.trim_start().starts_with(char::is_uppercase).then_some(RunOn::Beginning);
    };
    let mut tail: Vec<&str> = words.take(LABEL_WORDS).collect();
    tail.reverse();
    if (0..tail.len().saturating_sub(1)).any(|from| is_label(&tail[from..])) {
        return Some(RunOn::BehindLabel);
    }
    if is_link(&fold(last)) || !last.ends_with(char::is_alphanumeric) {
        return None;
    }
    let head: Vec<&str> = next.split_whitespace().take(LABEL_WORDS).collect();
    if (2..=head.len()).any(|count| is_label(&head[..count])) {
        return Some(RunOn::BeforeLabel);
    }
    let are_capitals = |word: &&str| word.chars().all(char::is_uppercase);
    let letters = |word: &str| word.chars().count();
    let in_capitals = head.first().is_some_and(|word| letters(word) >= LEAST_CAPITALS && are_capitals(word));
    let has_state = head.get(1).is_some_and(|word| letters(word) <= 2 && are_capitals(word));
    if in_capitals || has_state {
        return Some(RunOn::BeforePlace);
    }
    let is_name = last.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    (is_name && !next.is_empty()).then_some(RunOn::BetweenNames)
}

/// Whether words end in a label, or there are none.
pub(super) fn is_dated_by(before: &str) -> bool {
    let mut tail: Vec<&str> = before.split_whitespace().rev().take(LABEL_WORDS).collect();
    tail.reverse();
    tail.is_empty() || (0..tail.len()).any(|from| is_label(&tail[from..]))
}

/// Whether words are a label or a kind of document.
fn is_label(words: &[&str]) -> bool {
    let phrase = key(&words.join(" "));
    LABEL_SET.contains(&phrase) || KIND_SET.contains(&phrase)
}

/// Whether a word links a day to a sentence.
fn is_link(folded: &str) -> bool {
    [&ADVERB_SET, &OF_SET, &BOUND_SET].iter().any(|set| set.contains(folded))
}

/// Whether there is nothing, or a weekday alone.
pub(super) fn is_no_more_than_a_weekday(text: &str) -> bool {
    text.split_whitespace().all(|word| is_weekday(trim_signs(word)))
}

/// Whether a line says that what follows was spoken (`Seul le prononcé fait foi`).
pub(super) fn is_spoken_mark(line: &str) -> bool {
    let line = key(edges::head(line, SPOKEN_BYTES));
    SPOKEN_LIST.iter().any(|mark| line.starts_with(mark.as_str()))
}

/// How surely the day at the end of a line under the title is the document's own, least sure first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UnderTitle {
    /// The line names a piece, or author and place.
    Piece,
    /// It stands above a mark of the spoken word.
    Spoken,
    /// It does so with a place alone, and so does not name the day of what is remembered.
    SpokenAt,
}

/// Words before a day, without what links them to it.
struct Lead<'a> {
    folded: Vec<&'a str>,
    /// A comma parts them from the day.
    has_comma: bool,
    /// `le`, `den` or a weekday does.
    has_link: bool,
}

impl<'a> Lead<'a> {
    fn of(folded: &'a str) -> Lead<'a> {
        let mut words: Vec<&str> = folded.split_whitespace().collect();
        let mut has_link = false;
        while let Some(&last) = words.last() {
            let links = ADVERB_SET.contains(last) || OF_SET.contains(last) || is_weekday(trim_signs(last));
            if !links {
                break;
            }
            has_link = true;
            words.pop();
        }
        let has_comma = words.last().is_some_and(|last| last.ends_with(','));
        Lead { folded: words, has_comma, has_link }
    }

    /// Whether they may end before a document's own day.
    fn may_lead(&self) -> bool {
        let last = self.folded.last().map(|last| trim_signs(last));
        (self.has_comma || self.has_link) && last.is_some_and(|last| !BOUND_SET.contains(last))
    }
}

/// What a day at the end of a line above a mark of the spoken word is.
pub(super) fn above_spoken_mark(before: &str) -> Option<UnderTitle> {
    let folded = fold(before);
    let lead = Lead::of(&folded);
    let is_place = lead.has_comma && !before.trim_end_matches([',', ' ']).contains(',');
    match lead.folded.len() {
        1..=PLACE_WORDS if is_place => Some(UnderTitle::SpokenAt),
        _ => lead.may_lead().then_some(UnderTitle::Spoken),
    }
}

/// What a day at the end of a line is by the words before it; `None` when they are a sentence.
pub(super) fn under_title(before: &str) -> Option<UnderTitle> {
    let folded = fold(before);
    let lead = Lead::of(&folded);
    let is_piece = |word: &&str| PIECE_SET.contains(trim_signs(word));
    // Author, paper or place: no part of such a line is long, and what is no piece has three of them.
    let parts: Vec<&str> = before.split(',').map(str::trim).filter(|part| !part.is_empty()).collect();
    let longest = parts.iter().map(|part| part.split_whitespace().count()).max().unwrap_or(0);
    let has_piece = lead.folded.iter().any(is_piece);
    let most_words = if has_piece { PIECE_PART_WORDS } else { NAME_PART_WORDS };
    let has_sign = before.contains(|c: char| matches!(c, ':' | '/') || c.is_numeric());
    let is_list = lead.has_comma
        && parts.len() >= if has_piece { 2 } else { 3 }
        && longest <= most_words
        && !has_sign
        && before.starts_with(char::is_uppercase);
    let begins = lead.folded.first().is_some_and(is_piece);
    let soon = lead.has_comma && lead.folded.iter().take(HEAD_WORDS).any(is_piece);
    (lead.may_lead() && (is_list || begins || soon)).then_some(UnderTitle::Piece)
}

/// Whether the last word before a date is today, with a weekday or a comma between them at most.
pub(super) fn ends_with_today(before: &str) -> bool {
    /// Bytes that `aujourd'hui, vendredi ` and its like need.
    const TAIL: usize = 60;
    let tail = edges::tail(before, TAIL);
    let folded = fold(tail);
    let mut words: Vec<&str> = folded.split_whitespace().collect();
    let ends_sentence = |word: &str| word.ends_with(['.', '!', '?', ';', '。', '؟']);
    if words.last().is_some_and(|last| ends_sentence(last)) {
        return false;
    }
    while let Some(last) = words.last().map(|word| trim_signs(word)) {
        let links =
            matches!(last, "" | "le" | "den" | "the" | "el" | "il" | "on" | "dem" | "de" | "d" | "al" | "em");
        if !links && !is_weekday(last) {
            break;
        }
        words.pop();
    }
    // `… announced today. On July 25, 2011, a jury …` is another sentence.
    if words.last().is_some_and(|last| ends_sentence(last)) {
        return false;
    }
    let Some(last) = words.last().map(|word| trim_signs(word)) else {
        return false;
    };
    let two = words.len().checked_sub(2).map(|at| format!("{} {last}", trim_signs(words[at])));
    TODAY_LIST.iter().any(|today| {
        let unspaced = today.chars().all(|c| u32::from(c) > 0x2fff) && last.ends_with(today.as_str());
        // `ma` is today in Hungarian and a word of its own in French and Italian.
        (today == last && last != "ma") || two.as_ref() == Some(today) || unspaced
    })
}

/// What follows `Fait à` and its like; the whole line when it does not begin so.
pub(super) fn after_signature_words(line: &str) -> &str {
    let found = SIGNATURE_LIST.iter().filter_map(|words| {
        let count = words.split(' ').count();
        let mut parts = line.split_whitespace();
        let head: Vec<&str> = parts.by_ref().take(count).collect();
        let rest = parts.next()?;
        (key(&head.join(" ")) == *words).then(|| &line[rest.as_ptr() as usize - line.as_ptr() as usize..])
    });
    found.min_by_key(|rest| rest.len()).unwrap_or(line)
}
