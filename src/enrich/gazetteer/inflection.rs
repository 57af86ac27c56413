//! Endings that names and adjectives take in each language: enough to know a name again, no grammar.
//!
//! Owns two tables a language: what is cut off a name as the dictionary has it, and what may stand
//! in its place. Stems would do less well here: a stemmer cuts `Sveriges` and `Sverige`, `Росси`
//! and `России` apart, and makes one of `Chin` and `Chine`. All endings are written folded, as forms
//! are.

use crate::codes::LanguageCode;

/// What a word of the gazetteer may end in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Tail {
    /// Just as it stands.
    Exact,
    /// The endings of a name in the passage's language.
    Name,
    /// The endings of an adjective or of a people's name.
    Adjective,
    /// Anything up to [`OPEN_TAIL`] letters: the word was written with `*`.
    Open,
}

/// The most letters a word written with `*` may go on for.
const OPEN_TAIL: usize = 9;

/// The least letters that must stay of a name once its ending is cut off.
const SHORTEST_BASE: usize = 4;

/// The endings of one language.
struct Endings {
    cut: &'static [&'static str],
    name: &'static [&'static str],
    adjective: &'static [&'static str],
}

/// `word` without the ending that inflection replaces in `language`.
pub(super) fn base(word: &str, tail: Tail, language: LanguageCode) -> &str {
    let Some(endings) = of(language) else { return word };
    let cut = match tail {
        Tail::Exact | Tail::Open => return word,
        Tail::Name if endings.name.is_empty() => return word,
        Tail::Name | Tail::Adjective => endings.cut,
    };
    // Languages without cases keep their names whole; only their adjectives change.
    if tail == Tail::Name && !inflects_names(language) {
        return word;
    }
    let fits = |ending: &&&str| {
        word.strip_suffix(**ending).is_some_and(|base| base.chars().count() >= SHORTEST_BASE)
    };
    let longest = cut.iter().filter(fits).max_by_key(|ending| ending.len());
    longest.and_then(|ending| word.strip_suffix(ending)).unwrap_or(word)
}

/// Whether `ending` may follow the base of a word with this tail in `language`.
pub(super) fn allows(ending: &str, tail: Tail, language: LanguageCode) -> bool {
    if ending.is_empty() {
        return true;
    }
    let endings = match tail {
        Tail::Exact => return false,
        Tail::Open => return ending.chars().count() <= OPEN_TAIL,
        Tail::Name => of(language).map(|endings| endings.name),
        Tail::Adjective => of(language).map(|endings| endings.adjective),
    };
    match (endings, language.as_str()) {
        (_, "fi") => finnish(ending),
        (_, "hu") => hungarian(ending),
        // Particles follow a Korean noun without a space.
        (_, "ko") => {
            ending.chars().count() <= 4 && ending.chars().all(|c| matches!(c, '\u{AC00}'..='\u{D7A3}'))
        }
        (Some(endings), _) => endings.contains(&ending),
        (None, _) => false,
    }
}

/// Whether `language` may change the end or the beginning of a name written in this script.
pub(super) fn bends(name: &str, language: LanguageCode) -> bool {
    let Some(letter) = name.chars().find(|c| c.is_alphabetic()) else { return false };
    match language.as_str() {
        "ru" | "uk" => matches!(letter, '\u{400}'..='\u{52F}'),
        "el" => matches!(letter, '\u{370}'..='\u{3FF}' | '\u{1F00}'..='\u{1FFF}'),
        "ar" => matches!(letter, '\u{600}'..='\u{6FF}'),
        "pl" | "fi" | "ro" => letter < '\u{250}',
        _ => false,
    }
}

/// Whether an ending of a name gives way to another in `language`.
pub(super) fn inflects_names(language: LanguageCode) -> bool {
    matches!(language.as_str(), "ru" | "uk" | "pl" | "el" | "fi" | "ro")
}

fn of(language: LanguageCode) -> Option<&'static Endings> {
    Some(match language.as_str() {
        "fr" => &Endings { cut: &[], name: &[], adjective: &["e", "s", "es", "ne", "nes"] },
        "en" => &Endings { cut: &[], name: &["s"], adjective: &["s"] },
        "es" => {
            &Endings { cut: &["o", "a", "e"], name: &[], adjective: &["o", "a", "os", "as", "e", "es", "s"] }
        }
        "pt" => {
            &Endings { cut: &["o", "a", "e"], name: &[], adjective: &["o", "a", "os", "as", "e", "es", "s"] }
        }
        "it" => &Endings { cut: &["o", "a", "e"], name: &[], adjective: &["o", "a", "i", "e", "hi", "he"] },
        "de" => &Endings {
            cut: &[],
            name: &["s", "es", "n"],
            adjective: &["e", "en", "er", "es", "em", "n", "in", "innen", "s", "ern"],
        },
        "nl" => &Endings { cut: &[], name: &["s"], adjective: &["e", "en", "er", "ers", "s", "se"] },
        "sv" | "da" | "no" => &Endings {
            cut: &[],
            name: &["s"],
            adjective: &[
                "a", "as", "e", "es", "t", "s", "n", "en", "ens", "er", "ere", "ers", "ar", "arna", "arnas",
                "ars", "erna", "ne", "nes", "erne", "ernes", "na", "nas", "are", "arnes",
            ],
        },
        "ru" | "uk" => &Endings {
            cut: &[
                "а", "я", "ы", "и", "і", "о", "е", "ь", "й", "ая", "ое", "ее", "ые", "ый", "ий", "ии", "ої",
            ],
            name: SLAVIC,
            adjective: SLAVIC,
        },
        "pl" => &Endings { cut: &["a", "o", "e", "y", "i", "ie"], name: POLISH, adjective: POLISH },
        "el" => &Endings {
            cut: &["α", "η", "ο", "οι", "εσ", "οσ", "ασ", "ησ", "ικη", "ικο"],
            name: GREEK,
            adjective: GREEK,
        },
        "ro" => &Endings {
            cut: &["a", "e", "ea"],
            name: &[
                "a", "e", "ea", "ei", "i", "ii", "iei", "ului", "ul", "or", "lor", "ilor", "elor", "le", "ui",
            ],
            adjective: &[
                "a", "e", "i", "ii", "ul", "ului", "ilor", "elor", "le", "lor", "ei", "o", "oaica", "easca",
                "sti", "stii",
            ],
        },
        "tr" => &Endings { cut: &[], name: TURKISH, adjective: TURKISH },
        "ar" => &Endings {
            cut: &["ه"],
            name: &["ه"],
            adjective: &["ه", "ين", "ون", "ات", "ان", "تين", "تان", "يين", "يون", "ا", "و"],
        },
        "fa" => &Endings { cut: &[], name: &[], adjective: &["ها", "هاي", "ان", "ي"] },
        "fi" => &Endings { cut: &["i", "e"], name: &["*"], adjective: &["*"] },
        "hu" => &Endings { cut: &["a", "i", "o", "e"], name: &["*"], adjective: &["*"] },
        _ => return None,
    })
}

const SLAVIC: &[&str] = &[
    "а", "я", "ы", "и", "і", "ї", "е", "є", "у", "ю", "о", "ь", "й", "ой", "ей", "ою", "ею", "єю", "ом",
    "ем", "єм", "ам", "ям", "ами", "ями", "ах", "ях", "ов", "ев", "ів", "їв", "ові", "еві", "ая", "ое", "ее",
    "ые", "ие", "ый", "ий", "ої", "ого", "его", "ому", "ему", "ых", "их", "ым", "им", "ыми", "ими", "ую",
    "юю", "ии", "ию", "ия", "ие", "иям", "иях", "ией", "ою", "ія", "ії", "ію", "ією", "ну", "не", "на", "ин",
    "ина", "ине", "ян", "яне", "ци", "ца", "цы", "ец", "цев", "цем", "цам", "ці", "ців",
];

const POLISH: &[&str] = &[
    "a", "o", "e", "y", "i", "u", "ie", "em", "om", "ami", "ach", "ow", "owi", "ii", "ji", "ia", "io", "iow",
    "iom", "iami", "iach", "ej", "iej", "ego", "iego", "emu", "iemu", "ych", "ich", "ym", "im", "ymi", "imi",
    "owie", "iem",
];

const GREEK: &[&str] = &[
    "α",
    "ασ",
    "αν",
    "η",
    "ησ",
    "ην",
    "ο",
    "οσ",
    "ου",
    "ον",
    "οι",
    "ων",
    "ουσ",
    "εσ",
    "ια",
    "ιασ",
    "ικη",
    "ικησ",
    "ικο",
    "ικου",
    "ικα",
    "ικων",
    "ικεσ",
    "ικοι",
    "ικουσ",
    "ικοσ",
    "ικην",
    "ικον",
    "εισ",
    "εων",
];

const TURKISH: &[&str] = &[
    "de", "da", "te", "ta", "den", "dan", "ten", "tan", "e", "a", "ye", "ya", "i", "u", "yi", "yu", "in",
    "un", "nin", "nun", "deki", "daki", "teki", "taki", "yle", "yla", "le", "la", "li", "lu", "lar", "ler",
    "lara", "lere", "larin", "lerin", "nde", "nda", "ne", "na", "ni", "nden", "ndan", "dir", "ndeki",
    "ndaki", "nu", "si", "lilarin", "lilerin", "liler", "lilar",
];

/// The Finnish case endings after at most two linking vowels; names carry no more than those.
fn finnish(ending: &str) -> bool {
    const CASES: &[&str] = &[
        "", "n", "ssa", "sta", "lla", "lta", "lle", "ta", "ksi", "na", "han", "hin", "hon", "hun", "hen",
        "seen", "t", "ssaan", "den", "jen", "tta", "lainen", "laisen", "laista", "laiset", "laisten",
        "laisia", "laisen", "laisessa", "laisille", "laiseen",
    ];
    let vowels = ending.chars().take_while(|c| "aeiouy".contains(*c)).count();
    let rest = |skip: usize| ending.char_indices().nth(skip).map_or("", |(at, _)| &ending[at..]);
    (0..=vowels.min(3)).any(|skip| CASES.contains(&rest(skip)))
}

/// The Hungarian case endings; the vowel before them may belong to the name.
fn hungarian(ending: &str) -> bool {
    const CASES: &[&str] = &[
        "", "t", "n", "i", "iak", "ban", "ben", "nak", "nek", "ra", "re", "ba", "be", "bol", "bol", "rol",
        "tol", "nal", "nel", "hoz", "hez", "val", "vel", "ert", "ig", "kent", "kal", "kel", "sal", "sel",
        "lal", "lel", "gal", "gel", "dal", "del", "tal", "tel", "ban", "k", "ak", "ek", "ok", "beli",
        "ekkel", "akkal", "jal", "ua", "szagi", "aknak", "eknek", "ul",
    ];
    let vowels = ending.chars().take_while(|c| "aeiou".contains(*c)).count();
    (0..=vowels.min(1)).any(|skip| CASES.contains(&&ending[skip..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(language: &str, name: &str, inflected: &str, expected: bool) {
        let language = language.parse().unwrap();
        let base = base(name, Tail::Name, language);
        let matches = inflected.strip_prefix(base).is_some_and(|end| allows(end, Tail::Name, language));
        assert_eq!(matches, expected, "{language} {name} {inflected}");
    }

    #[test]
    fn names_in_their_cases() {
        check("ru", "россия", "россией", true);
        check("ru", "россия", "российский", false);
        check("ru", "иран", "ирана", true);
        check("uk", "украіна", "украіні", true);
        check("pl", "francja", "francji", true);
        check("pl", "polska", "polsce", false);
        check("el", "γερμανια", "γερμανιασ", true);
        check("fi", "ranska", "ranskassa", true);
        check("fi", "suomi", "suomeen", true);
        check("hu", "franciaorszag", "franciaorszagban", true);
        check("tr", "fransa", "fransada", true);
        check("ro", "germania", "germaniei", true);
        check("ro", "coreea", "coreea", true);
        check("ro", "coreea", "coreei", true);
        check("de", "deutschland", "deutschlands", true);
        check("sv", "sverige", "sveriges", true);
        check("fr", "chine", "chines", false);
    }

    #[test]
    fn open_tails_are_bounded() {
        let french = "fr".parse().unwrap();
        assert!(allows("ment", Tail::Open, french));
        assert!(!allows("anticonstitutionnellement", Tail::Open, french));
        assert!(!allows("s", Tail::Exact, french));
    }
}
