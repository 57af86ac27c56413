//! Persons named with a function: `premier ministre François Legault`, `Chris Sununu, gouverneur …`.
//!
//! Owns a few conservative patterns over tokens; knows no list of persons. A name counts only with the
//! words that give it away, so a document's persons are those who act in it, not all it names.

use std::ops::Range;
use std::sync::LazyLock;

use rustc_hash::{FxHashMap, FxHashSet};

use super::view::DocumentView;
use crate::analysis::Token;
use crate::communique::{Evidence, NameTag, TextPlace};

/// The most persons kept of one document.
const MOST_PERSONS: usize = 60;
/// The most places shown for one person.
const MOST_EVIDENCE: usize = 8;
/// The most words of one name, particles included.
const LONGEST_NAME: usize = 6;
/// The most words of a line that says who spoke: a name, a comma, a function.
const LONGEST_SIGNATURE: usize = 30;

/// Words right before a name that say it is a person's, as forms; civil titles and functions.
const TITLES: &[&str] = &[
    "m",
    "mm",
    "mme",
    "mlle",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "herr",
    "herrn",
    "frau",
    "sr",
    "sra",
    "senor",
    "senora",
    "sig",
    "signor",
    "signora",
    "dhr",
    "mevr",
    "mevrouw",
    "meneer",
    "pan",
    "pani",
    "lord",
    "sir",
    "president",
    "presidente",
    "presidenta",
    "prasident",
    "prasidentin",
    "presidentin",
    "prezydent",
    "ministre",
    "minister",
    "ministra",
    "ministro",
    "ministerin",
    "ministern",
    "secretaire",
    "secretary",
    "secretario",
    "secretaria",
    "chancelier",
    "chanceliere",
    "chancellor",
    "kanzler",
    "kanzlerin",
    "gouverneur",
    "gouverneure",
    "governor",
    "gobernador",
    "gobernadora",
    "senateur",
    "senatrice",
    "senator",
    "senador",
    "senadora",
    "depute",
    "deputee",
    "congressman",
    "congresswoman",
    "general",
    "colonel",
    "commandant",
    "capitaine",
    "captain",
    "lieutenant",
    "sergeant",
    "commissaire",
    "commissioner",
    "comisario",
    "comisaria",
    "judge",
    "justice",
    "juge",
    "juez",
    "jueza",
    "fiscal",
    "procureur",
    "procureure",
    "prosecutor",
    "attorney",
    "directeur",
    "directrice",
    "director",
    "directora",
    "direktor",
    "chef",
    "chief",
    "sheriff",
    "agent",
    "prefet",
    "prefete",
    "ambassadeur",
    "ambassadrice",
    "ambassador",
    "embajador",
    "embajadora",
    "botschafter",
    "botschafterin",
    "porte-parole",
    "parole",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "portavoz",
    "sprecher",
    "sprecherin",
    "maire",
    "mayor",
    "alcalde",
    "alcaldesa",
    "roi",
    "king",
    "prince",
    "statssekreterare",
    "staatssekretar",
    "inspector",
    "marshal",
];

/// Words that begin a function after a name and a comma, as forms.
const FUNCTIONS: &[&str] = &[
    "premier",
    "premiere",
    "vice",
    "prime",
    "deputy",
    "assistant",
    "acting",
    "former",
    "ancien",
    "ancienne",
    "special",
    "chief",
    "head",
    "leiter",
    "leiterin",
    "jefe",
    "jefa",
    "chefe",
    "u",
    "us",
    "le",
    "la",
    "the",
    "executive",
    "inspecteur",
    "contrôleur",
    "controleur",
    "membre",
    "member",
];

/// Small words inside names.
const PARTICLES: &[&str] = &[
    "de", "du", "des", "van", "von", "der", "den", "di", "da", "dos", "del", "della", "le", "la", "el", "al",
    "bin", "ben", "ibn", "y", "zu", "af", "st",
];

/// Capitalised words that begin or end names of bodies, not of persons.
const NOT_IN_A_NAME: &[&str] = &[
    "department",
    "division",
    "district",
    "office",
    "bureau",
    "court",
    "states",
    "united",
    "national",
    "federal",
    "ministry",
    "affairs",
    "security",
    "justice",
    "house",
    "senate",
    "republic",
    "police",
    "center",
    "centre",
    "section",
    "agency",
    "administration",
    "council",
    "commission",
    "committee",
    "university",
    "service",
    "force",
    "unit",
    "task",
    "county",
    "city",
    "state",
    "defense",
    "defence",
    "treasury",
    "interior",
    "homeland",
    "border",
    "etat",
    "affaires",
    "securite",
    "interieur",
    "europe",
    "union",
    "conseil",
    "assemblee",
    "ministere",
    "nations",
    "southern",
    "northern",
    "eastern",
    "western",
    "for",
    "criminal",
    "civil",
    "rights",
    "the",
    "general",
];

static TITLE_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| TITLES.iter().copied().collect());
static BODY_WORDS: LazyLock<FxHashSet<&str>> = LazyLock::new(|| NOT_IN_A_NAME.iter().copied().collect());

/// The persons of a document, in order of appearance.
pub(super) fn persons(view: &DocumentView<'_>) -> Vec<NameTag> {
    let mut found = Persons::default();
    found.read(view.title, view.title_tokens, TextPlace::Title);
    for (_, words) in view.content() {
        found.read(view.body, words.tokens, TextPlace::Body);
    }
    found.list
}

#[derive(Default)]
struct Persons {
    list: Vec<NameTag>,
    by_form: FxHashMap<String, usize>,
}

impl Persons {
    fn read(&mut self, text: &str, tokens: &[Token], place: TextPlace) {
        if let Some(name) = signed_name(text, tokens) {
            self.add(text, tokens, name, "name before a function", place);
        }
        let mut at = 0;
        while at + 1 < tokens.len() {
            // A name begins with a capital, which is seen faster than a title.
            let follows_title = tokens[at + 1].word.is_capitalised
                && is_title(&tokens[at])
                && follows(text, &tokens[at], &tokens[at + 1]);
            match follows_title.then(|| name_at(text, tokens, at + 1)).flatten() {
                Some(name) => {
                    at = name.end;
                    self.add(text, tokens, name, "name after a title", place);
                }
                None => at += 1,
            }
        }
    }

    fn add(&mut self, text: &str, tokens: &[Token], name: Range<usize>, rule: &str, place: TextPlace) {
        let forms: Vec<&str> = tokens[name.clone()].iter().map(|token| &*token.word.form).collect();
        let range = tokens[name.start].start as usize..tokens[name.end - 1].end as usize;
        let form = forms.join(" ");
        let known = self.by_form.get(&form).copied();
        let Some(at) = known.or_else(|| (self.list.len() < MOST_PERSONS).then_some(self.list.len())) else {
            return;
        };
        if known.is_none() {
            let written: Vec<&str> = text[range.clone()].split_whitespace().collect();
            self.list.push(NameTag { name: written.join(" "), evidence: Vec::new() });
            self.by_form.insert(form, at);
        }
        let evidence = &mut self.list[at].evidence;
        if evidence.len() < MOST_EVIDENCE
            && evidence.iter().all(|seen| (seen.place, &seen.range) != (place, &range))
        {
            evidence.push(Evidence { place, range, rule: rule.to_owned(), weight: 1.0 });
        }
    }
}

fn is_title(token: &Token) -> bool {
    let form: &str = &token.word.form;
    // German and Nordic functions are one word: `Bundesinnenminister`, `justitieminister`.
    TITLE_WORDS.contains(form) || form.ends_with("minister") || form.ends_with("ministerin")
}

/// Whether `after` stands right after `before`, with a space or the point of an abbreviation between.
fn follows(text: &str, before: &Token, after: &Token) -> bool {
    let gap = &text[before.end as usize..after.start as usize];
    let short = before.end - before.start <= 4;
    let gap = if short { gap.strip_prefix('.').unwrap_or(gap) } else { gap };
    !gap.is_empty() && gap.chars().all(|c| c.is_whitespace() && c != '\n')
}

/// A name of two capitalised words or more that begins at token `from`.
fn name_at(text: &str, tokens: &[Token], from: usize) -> Option<Range<usize>> {
    let mut end = from;
    let mut capitalised = 0;
    for at in from..tokens.len().min(from + LONGEST_NAME) {
        let token = &tokens[at];
        if at > from && !joins(text, &tokens[at - 1], token) {
            break;
        }
        let form: &str = &token.word.form;
        let letters = text[token.start as usize..token.end as usize].chars().all(char::is_alphabetic);
        if token.word.is_capitalised && letters && !BODY_WORDS.contains(form) && !is_title(token) {
            capitalised += 1;
            end = at + 1;
        } else if at == from || !PARTICLES.contains(&form) {
            break;
        }
    }
    (capitalised >= 2).then_some(from..end)
}

/// Whether two words may be of one name by what stands between them.
fn joins(text: &str, before: &Token, after: &Token) -> bool {
    let gap = &text[before.end as usize..after.start as usize];
    let initial = before.end - before.start == 1;
    matches!(gap, " " | "\u{a0}" | "\u{202f}" | "-" | "‑") || (initial && gap == ". ")
}

/// The name that opens a line of the form `Name, function`.
fn signed_name(text: &str, tokens: &[Token]) -> Option<Range<usize>> {
    let all_of_a_sentence = tokens.len() > LONGEST_SIGNATURE;
    let name = name_at(text, tokens, 0).filter(|_| !all_of_a_sentence)?;
    let (last, next) = (&tokens[name.end - 1], tokens.get(name.end)?);
    let comma = text[last.end as usize..next.start as usize].trim() == ",";
    let says_function = tokens[name.end..].iter().take(4).any(is_title)
        && (is_title(next) || FUNCTIONS.contains(&&*next.word.form) || !next.word.is_capitalised);
    (comma && says_function).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{AnalysisCache, Analyzer, Passage as Stretch, Tokens};
    use crate::config::Config;

    #[track_caller]
    fn check(language: &str, text: &str, expected: &[&str]) {
        let analyzer = Analyzer::new(Config::built_in().unwrap().languages);
        let language = language.parse().unwrap();
        let mut tokens = Tokens::new();
        let stretch = Stretch { text, language, offset: 0, first_position: 0 };
        analyzer.analyse(&mut AnalysisCache::default(), stretch, &mut tokens);
        let mut found = Persons::default();
        found.read(text, &tokens, TextPlace::Body);
        let names: Vec<&str> = found.list.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, expected, "{text:?}");
    }

    #[test]
    fn after_a_title() {
        check(
            "fr",
            "signée par le premier ministre Paul Tremblay et M. Jean-Luc de La Tour.",
            &["Paul Tremblay", "Jean-Luc de La Tour"],
        );
        check("en", "said Assistant Attorney General Mary R. Smith of the Division", &["Mary R. Smith"]);
        check("de", "teilte Bundesinnenministerin Anna Muster mit", &["Anna Muster"]);
        check("es", "el ministro José Pérez García anunció", &["José Pérez García"]);
        check("sv", "säger justitieminister Erik Svensson.", &["Erik Svensson"]);
    }

    #[test]
    fn before_a_function() {
        check("fr", "Marie Dupont, ministre de la Sécurité publique", &["Marie Dupont"]);
        check("en", "Anne Miller, acting director of the bureau", &["Anne Miller"]);
    }

    #[test]
    fn names_alone_and_bodies_do_not_count() {
        check("en", "Paul Smith went home.", &[]);
        check("en", "the Attorney General of the United States", &[]);
        check("en", "said Attorney General Justice Department officials", &[]);
        check("fr", "le ministre de l'Intérieur", &[]);
        check("fr", "M. Tremblay", &[]);
    }
}
