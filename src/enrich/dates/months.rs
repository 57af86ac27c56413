//! The names of months, weekdays and the little words between the parts of a date, in every configured language.
//!
//! Owns data and its look-up, nothing else. Names are compared folded (see [`fold`]), so that
//! `DÉC.`, `dec` and `déc` are one; a name that two languages give to different months is left out.

use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::enrich::fold::fold;

/// Names by month, January first; forms are separated by `|`: inflected, then abbreviated.
/// Chinese, Japanese and Korean months are numbers and need no name.
const MONTHS: &[(&str, [&str; 12])] = &[
    (
        "fr",
        [
            "janvier|janv",
            "février|fevr|fév",
            "mars",
            "avril|avr",
            "mai",
            "juin",
            "juillet|juil",
            "août",
            "septembre|sept",
            "octobre|oct",
            "novembre|nov",
            "décembre|déc",
        ],
    ),
    (
        "en",
        [
            "january|jan",
            "february|feb",
            "march|mar",
            "april|apr",
            "may",
            "june|jun",
            "july|jul",
            "august|aug",
            "september|sep|sept",
            "october|oct",
            "november|nov",
            "december|dec",
        ],
    ),
    (
        "es",
        [
            "enero|ene",
            "febrero",
            "marzo",
            "abril|abr",
            "mayo",
            "junio",
            "julio",
            "agosto|ago",
            "septiembre|setiembre",
            "octubre",
            "noviembre",
            "diciembre|dic",
        ],
    ),
    (
        "de",
        [
            "januar|jänner",
            "februar|feber",
            "märz|mrz",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober|okt",
            "november",
            "dezember|dez",
        ],
    ),
    (
        "it",
        [
            "gennaio|genn",
            "febbraio|febbr",
            "marzo",
            "aprile",
            "maggio|magg",
            "giugno|giu",
            "luglio|lug",
            "agosto",
            "settembre|sett",
            "ottobre|ott",
            "novembre",
            "dicembre",
        ],
    ),
    (
        "pt",
        [
            "janeiro",
            "fevereiro|fev",
            "março",
            "abril",
            "maio",
            "junho",
            "julho",
            "agosto",
            "setembro|set",
            "outubro|out",
            "novembro",
            "dezembro",
        ],
    ),
    (
        "nl",
        [
            "januari",
            "februari",
            "maart|mrt",
            "april",
            "mei",
            "juni",
            "juli",
            "augustus",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "sv",
        [
            "januari",
            "februari",
            "mars",
            "april",
            "maj",
            "juni",
            "juli",
            "augusti",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "da",
        [
            "januar",
            "februar",
            "marts",
            "april",
            "maj",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "december",
        ],
    ),
    (
        "no",
        [
            "januar",
            "februar",
            "mars",
            "april",
            "mai",
            "juni",
            "juli",
            "august",
            "september",
            "oktober",
            "november",
            "desember|des",
        ],
    ),
    (
        "fi",
        [
            "tammikuuta|tammikuu|tammikuun|tammikuussa",
            "helmikuuta|helmikuu|helmikuun|helmikuussa",
            "maaliskuuta|maaliskuu|maaliskuun|maaliskuussa",
            "huhtikuuta|huhtikuu|huhtikuun|huhtikuussa",
            "toukokuuta|toukokuu|toukokuun|toukokuussa",
            "kesäkuuta|kesäkuu|kesäkuun|kesäkuussa",
            "heinäkuuta|heinäkuu|heinäkuun|heinäkuussa",
            "elokuuta|elokuu|elokuun|elokuussa",
            "syyskuuta|syyskuu|syyskuun|syyskuussa",
            "lokakuuta|lokakuu|lokakuun|lokakuussa",
            "marraskuuta|marraskuu|marraskuun|marraskuussa",
            "joulukuuta|joulukuu|joulukuun|joulukuussa",
        ],
    ),
    (
        "ro",
        [
            "ianuarie|ian",
            "februarie",
            "martie",
            "aprilie",
            "mai",
            "iunie|iun",
            "iulie|iul",
            "august",
            "septembrie",
            "octombrie",
            "noiembrie|noi",
            "decembrie",
        ],
    ),
    (
        "hu",
        [
            "január|januári",
            "február|februári|febr",
            "március|márciusi|márc",
            "április|áprilisi|ápr",
            "május|májusi|máj",
            "június|júniusi|jún",
            "július|júliusi|júl",
            "augusztus|augusztusi",
            "szeptember|szeptemberi|szept",
            "október|októberi",
            "november|novemberi",
            "december|decemberi",
        ],
    ),
    (
        "ru",
        [
            "января|январь|январе|янв",
            "февраля|февраль|феврале|фев|февр",
            "марта|март|марте|мар",
            "апреля|апрель|апреле|апр",
            "мая|май|мае",
            "июня|июнь|июне|июн",
            "июля|июль|июле|июл",
            "августа|август|августе|авг",
            "сентября|сентябрь|сентябре|сен|сент",
            "октября|октябрь|октябре|окт",
            "ноября|ноябрь|ноябре|ноя",
            "декабря|декабрь|декабре|дек",
        ],
    ),
    (
        "uk",
        [
            "січня|січень|січні|січ",
            "лютого|лютий|лютому|лют",
            "березня|березень|березні|бер",
            "квітня|квітень|квітні|квіт",
            "травня|травень|травні|трав",
            "червня|червень|червні|черв",
            "липня|липень|липні|лип",
            "серпня|серпень|серпні|серп",
            "вересня|вересень|вересні|вер",
            "жовтня|жовтень|жовтні|жовт",
            "листопада|листопад|листопаді|лист",
            "грудня|грудень|грудні|груд",
        ],
    ),
    (
        "pl",
        [
            "stycznia|styczeń|styczniu|sty",
            "lutego|luty|lutym|lut",
            "marca|marzec|marcu",
            "kwietnia|kwiecień|kwietniu|kwi",
            "maja|maj|maju",
            "czerwca|czerwiec|czerwcu|cze",
            "lipca|lipiec|lipcu|lip",
            "sierpnia|sierpień|sierpniu|sie",
            "września|wrzesień|wrześniu|wrz",
            "października|październik|październiku|paź",
            "listopada|listopad|listopadzie|lis",
            "grudnia|grudzień|grudniu|gru",
        ],
    ),
    (
        "tr",
        [
            "ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz", "ağustos", "eylül", "ekim",
            "kasım", "aralık",
        ],
    ),
    // The names of the east of the Mediterranean, of Egypt and the Gulf, of Algeria and Tunisia, and of Morocco.
    (
        "ar",
        [
            "يناير|كانون الثاني|جانفي",
            "فبراير|شباط|فيفري",
            "مارس|آذار",
            "أبريل|إبريل|نيسان|أفريل",
            "مايو|أيار|ماي",
            "يونيو|يونيه|حزيران|جوان",
            "يوليو|يوليه|تموز|جويلية|يوليوز",
            "أغسطس|آب|أوت|غشت",
            "سبتمبر|أيلول|شتنبر",
            "أكتوبر|تشرين الأول",
            "نوفمبر|تشرين الثاني|نونبر",
            "ديسمبر|كانون الأول|دجنبر",
        ],
    ),
    (
        "el",
        [
            "ιανουαρίου|ιανουάριος|ιαν",
            "φεβρουαρίου|φεβρουάριος|φεβ",
            "μαρτίου|μάρτιος|μαρ",
            "απριλίου|απρίλιος|απρ",
            "μαΐου|μάιος|μαι",
            "ιουνίου|ιούνιος|ιουν",
            "ιουλίου|ιούλιος|ιουλ",
            "αυγούστου|αύγουστος|αυγ",
            "σεπτεμβρίου|σεπτέμβριος|σεπ|σεπτ",
            "οκτωβρίου|οκτώβριος|οκτ",
            "νοεμβρίου|νοέμβριος|νοε",
            "δεκεμβρίου|δεκέμβριος|δεκ",
        ],
    ),
    (
        "fa",
        [
            "ژانویه",
            "فوریه",
            "مارس",
            "آوریل",
            "مه|می",
            "ژوئن",
            "ژوئیه|جولای",
            "اوت|آگوست",
            "سپتامبر",
            "اکتبر",
            "نوامبر",
            "دسامبر",
        ],
    ),
    (
        "ca",
        [
            "gener|gen",
            "febrer",
            "març",
            "abril",
            "maig",
            "juny",
            "juliol",
            "agost|ag",
            "setembre",
            "octubre",
            "novembre",
            "desembre",
        ],
    ),
];

/// Weekdays, with the short forms that stand in datelines.
const WEEKDAYS: &[&str] = &[
    "lundi mardi mercredi jeudi vendredi samedi dimanche",
    "monday tuesday wednesday thursday friday saturday sunday mon tue wed thu fri sat sun",
    "lunes martes miércoles jueves viernes sábado domingo",
    "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag",
    "lunedì martedì mercoledì giovedì venerdì sabato domenica",
    "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira segunda terça quarta quinta sexta feira",
    "maandag dinsdag woensdag donderdag vrijdag zaterdag zondag",
    "måndag tisdag onsdag torsdag fredag lördag söndag måndagen tisdagen onsdagen torsdagen fredagen lördagen söndagen",
    "mandag tirsdag lørdag søndag",
    "maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai",
    "maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina",
    "luni marți miercuri joi vineri sâmbătă duminică",
    "hétfő kedd szerda csütörtök péntek szombat vasárnap",
    "понедельник вторник среда четверг пятница суббота воскресенье среду пятницу субботу",
    "понеділок вівторок середа четвер п'ятниця субота неділя",
    "poniedziałek wtorek środa czwartek piątek sobota niedziela",
    "pazartesi salı çarşamba perşembe cuma cumartesi pazar",
    "الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد",
    "δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή",
    "دوشنبه سه‌شنبه چهارشنبه پنجشنبه جمعه شنبه یکشنبه",
    "dilluns dimarts dimecres dijous divendres dissabte diumenge",
];

/// Words that may stand between the parts of a date: `of`, `de`, `года`.
const LINKS: &str = "of de del d di do da den the le el il du la am em e";

/// Words that say the number before them is a year.
const YEAR_WORDS: &str = "года год году г року рік рр р roku r yil yili έτους ετους";

/// Endings of ordinal numbers.
const ORDINALS: &str = "er st nd rd th e º ª o eme ème го е а ое ej an en a de ta na";

static MONTH_BY_NAME: LazyLock<FxHashMap<String, i8>> = LazyLock::new(|| {
    let mut months: FxHashMap<String, i8> = FxHashMap::default();
    for (_, names) in MONTHS {
        for (month, forms) in (1i8..).zip(names) {
            months.extend(forms.split('|').map(|form| (fold(form), month)));
        }
    }
    months
});

static WEEKDAY_NAMES: LazyLock<FxHashSet<String>> =
    LazyLock::new(|| WEEKDAYS.iter().flat_map(|names| names.split(' ')).map(fold).collect());

/// The month that a word, or two words, name.
pub(crate) fn month(name: &str) -> Option<i8> {
    // The longest name has 20 letters; nothing longer is worth folding.
    if name.len() > 60 {
        return None;
    }
    MONTH_BY_NAME.get(&fold(name)).copied()
}

/// Whether a word names a day of the week.
pub(crate) fn is_weekday(word: &str) -> bool {
    word.len() <= 40 && WEEKDAY_NAMES.contains(&fold(word))
}

/// Whether a word may link the parts of a date.
pub(crate) fn is_link(word: &str) -> bool {
    is_one_of(word, LINKS)
}

/// Whether a word only says that a year stands before it.
pub(crate) fn is_year_word(word: &str) -> bool {
    is_one_of(word, YEAR_WORDS)
}

/// Whether letters make the number before them an ordinal.
pub(crate) fn is_ordinal(word: &str) -> bool {
    is_one_of(word, ORDINALS)
}

fn is_one_of(word: &str, list: &str) -> bool {
    word.len() <= 12 && {
        let word = word.to_lowercase();
        list.split(' ').any(|other| other == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_two_months() {
        let mut seen: FxHashMap<String, (i8, &str)> = FxHashMap::default();
        for (language, names) in MONTHS {
            for (month, forms) in (1i8..).zip(names) {
                for form in forms.split('|') {
                    let (other, of) = *seen.entry(fold(form)).or_insert((month, language));
                    assert_eq!(other, month, "{form} in {language} and {of}");
                }
            }
        }
    }

    #[test]
    fn every_configured_language_is_there_or_writes_numbers() {
        let config = crate::config::Config::built_in().unwrap();
        for language in config.languages.iter() {
            let code = language.code.as_str();
            let known = MONTHS.iter().any(|(of, _)| *of == code) || matches!(code, "zh" | "ja" | "ko");
            assert!(known, "{code} has no months");
        }
    }

    #[test]
    fn names() {
        let check = |name: &str, expected: Option<i8>| assert_eq!(month(name), expected, "{name}");
        check("DÉC", Some(12));
        check("de\u{301}cembre", Some(12));
        check("AĞUSTOS", Some(8));
        check("KASIM", Some(11));
        check("İhale", None);
        check("تشرين الأول", Some(10));
        check("آب", Some(8));
        check("ΙΟΥΝΙΟΥ", Some(6));
        check("رجب", None);
        check("خرداد", None);
        check("mardi", None);
    }
}
