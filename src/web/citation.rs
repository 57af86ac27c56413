//! A communiqué as others cite it: in a line of a newspaper or a report, and for reference managers.
//!
//! Owns the forms (the press's habit in each language; RIS, as its 2011 specification has it; BibTeX);
//! what is cited is given.

use super::locale::UiLocale;
use crate::communique::EnrichedCommunique;
use crate::date::PartialDate;
use crate::search::{DocumentView, Hit};

/// How to cite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CitationStyle {
    /// A line, as the press of the reader's language writes it.
    Press,
    /// For Zotero, EndNote, Mendeley and the like.
    Ris,
    /// For LaTeX.
    BibTex,
}

/// What a citation says.
#[derive(Debug, Clone, Copy)]
pub struct Cited<'a> {
    /// The title; may be empty.
    pub title: &'a str,
    /// Who published it.
    pub source: Option<&'a str>,
    /// Where.
    pub place: Option<&'a str>,
    /// When.
    pub date: Option<PartialDate>,
    /// Its own address.
    pub url: Option<&'a str>,
    /// Its language's code.
    pub language: &'a str,
    /// Its id.
    pub id: &'a str,
}

impl<'a> From<&'a EnrichedCommunique> for Cited<'a> {
    fn from(document: &'a EnrichedCommunique) -> Cited<'a> {
        let language = document.languages.first();
        Cited {
            title: &document.title,
            source: document.source.as_deref(),
            place: document.place.as_deref(),
            date: document.date,
            url: document.url.as_deref(),
            language: language.map_or("und", |share| share.language.as_str()),
            id: document.id.as_str(),
        }
    }
}

impl<'a> From<&'a DocumentView> for Cited<'a> {
    fn from(document: &'a DocumentView) -> Cited<'a> {
        Cited {
            title: &document.title,
            source: document.source.as_deref(),
            place: document.place.as_deref(),
            date: document.date,
            url: document.url.as_deref(),
            language: document.language.as_str(),
            id: document.id.as_str(),
        }
    }
}

impl<'a> From<&'a Hit> for Cited<'a> {
    fn from(hit: &'a Hit) -> Cited<'a> {
        Cited {
            title: &hit.title,
            source: hit.source.as_deref(),
            place: hit.place.as_deref(),
            date: hit.date,
            url: hit.url.as_deref(),
            language: hit.language.as_str(),
            id: hit.id.as_str(),
        }
    }
}

/// Cites one document, with a line break at the end.
pub fn cite(cited: &Cited<'_>, style: CitationStyle, locale: UiLocale) -> String {
    match style {
        CitationStyle::Press => press(cited, locale),
        CitationStyle::Ris => ris(cited),
        CitationStyle::BibTex => bibtex(cited, locale),
    }
}

/// Text on one line: what breaks lines would begin another field.
fn line(text: &str) -> String {
    text.split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

fn title(cited: &Cited<'_>, locale: UiLocale) -> String {
    let title = line(cited.title);
    if title.is_empty() { locale.messages().site.untitled.to_owned() } else { title }
}

fn press(cited: &Cited<'_>, locale: UiLocale) -> String {
    let title = isolated(title(cited, locale), locale);
    let (title, comma) = match locale {
        UiLocale::French => (format!("«\u{a0}{title}\u{a0}»"), ", "),
        UiLocale::English => (format!("“{title}”"), ", "),
        UiLocale::Spanish => (format!("«{title}»"), ", "),
        UiLocale::Arabic => (format!("«{title}»"), "، "),
    };
    let date = cited.date.map_or_else(|| locale.messages().site.undated.to_owned(), |date| locale.date(date));
    let own = [cited.source.map(line), cited.place.map(line)];
    let own = own.into_iter().map(|fact| fact.map(|fact| isolated(fact, locale)));
    let facts = own.chain([Some(date), cited.url.map(line)]).flatten().filter(|fact| !fact.is_empty());
    let parts: Vec<String> = std::iter::once(title).chain(facts).collect();
    format!("{}\n", parts.join(comma))
}

/// Text in letters that run the other way, set apart (Unicode UAX #9), so that it turns neither the quotation
/// marks around it nor the date after it round.
fn isolated(text: String, locale: UiLocale) -> String {
    let runs_left =
        |c: char| matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}');
    let has_other = match locale {
        UiLocale::Arabic => text.chars().any(|c| c.is_alphabetic() && !runs_left(c)),
        UiLocale::French | UiLocale::English | UiLocale::Spanish => text.chars().any(runs_left),
    };
    if has_other { format!("\u{2068}{text}\u{2069}") } else { text }
}

fn ris(cited: &Cited<'_>) -> String {
    // Press releases have no type of their own that every reader knows; a report has one, and says which sort.
    let mut fields =
        vec![("TY", "RPRT".to_owned()), ("M3", "Press release".to_owned()), ("ID", line(cited.id))];
    let mut add = |name, value: Option<String>| {
        fields.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)))
    };
    add("TI", Some(line(cited.title)));
    add("AU", cited.source.map(line));
    add("PB", cited.source.map(line));
    add("CY", cited.place.map(line));
    add("PY", cited.date.map(|date| format!("{:04}", date.year())));
    add("DA", cited.date.map(ris_date));
    add("LA", Some(cited.language.to_owned()).filter(|code| code != "und"));
    add("UR", cited.url.map(line));
    let body: String = fields.iter().map(|(name, value)| format!("{name}  - {value}\r\n")).collect();
    format!("{body}ER  - \r\n\r\n")
}

/// `YYYY/MM/DD/`, what is not known left empty.
fn ris_date(date: PartialDate) -> String {
    match date {
        PartialDate::Year(year) => format!("{year:04}///"),
        PartialDate::Month(year, month) => format!("{year:04}/{month:02}//"),
        PartialDate::Day(day) => format!("{:04}/{:02}/{:02}/", day.year(), day.month(), day.day()),
    }
}

fn bibtex(cited: &Cited<'_>, locale: UiLocale) -> String {
    let mut fields = vec![("title", format!("{{{}}}", latex(&title(cited, locale))))];
    let mut add = |name, value: Option<String>| {
        fields.extend(value.filter(|value| !value.is_empty()).map(|value| (name, value)))
    };
    // In braces of its own, so that an institution is not read as given name and surname.
    add("author", cited.source.map(|source| format!("{{{}}}", latex(&line(source)))));
    add("howpublished", Some("Press release".to_owned()));
    add("address", cited.place.map(|place| latex(&line(place))));
    add("year", cited.date.map(|date| format!("{:04}", date.year())));
    let first = cited.date.map(PartialDate::first_day);
    add(
        "month",
        first
            .filter(|_| !matches!(cited.date, Some(PartialDate::Year(_))))
            .map(|day| day.month().to_string()),
    );
    add(
        "day",
        first.filter(|_| matches!(cited.date, Some(PartialDate::Day(_)))).map(|day| day.day().to_string()),
    );
    add("langid", Some(cited.language.to_owned()).filter(|code| code != "und"));
    // An address is verbatim to biblatex; braces alone would end it.
    add("url", cited.url.map(|url| line(url).replace('{', "%7B").replace('}', "%7D")));
    let body: Vec<String> = fields.iter().map(|(name, value)| format!("  {name} = {{{value}}}")).collect();
    format!("@misc{{{},\n{}\n}}\n\n", key(cited), body.join(",\n"))
}

/// Text with what LaTeX would take for a command made plain.
fn latex(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => plain.push_str("\\textbackslash{}"),
            '~' => plain.push_str("\\textasciitilde{}"),
            '^' => plain.push_str("\\textasciicircum{}"),
            '{' | '}' | '$' | '&' | '#' | '_' | '%' => {
                plain.push('\\');
                plain.push(c);
            }
            c => plain.push(c),
        }
    }
    plain
}

/// A key that is readable, plain ASCII, and unlike that of any other document: who, when, and a hash of the id.
fn key(cited: &Cited<'_>) -> String {
    let source: String =
        cited.source.unwrap_or("vigie").chars().filter(char::is_ascii_alphanumeric).take(16).collect();
    let source = if source.is_empty() { "vigie".to_owned() } else { source.to_ascii_lowercase() };
    let year = cited.date.map(|date| format!("{:04}", date.year())).unwrap_or_default();
    let hash = blake3::hash(cited.id.as_bytes()).to_hex();
    format!("{source}{year}-{}", &hash[..6])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cited<'a>() -> Cited<'a> {
        Cited {
            title: "Saisie de 3 t\n& plus",
            source: Some("DGSN"),
            place: Some("Rabat"),
            date: "2024-06-17".parse().ok(),
            url: Some("https://example.org/a_b"),
            language: "fr",
            id: "x",
        }
    }

    fn bare<'a>() -> Cited<'a> {
        Cited { title: "", source: None, place: None, date: None, url: None, language: "und", id: "x" }
    }

    #[track_caller]
    fn check(cited: &Cited<'_>, style: CitationStyle, locale: UiLocale, expected: &str) {
        assert_eq!(cite(cited, style, locale), expected);
    }

    #[test]
    fn the_press_of_each_language() {
        use CitationStyle::Press;
        check(
            &cited(),
            Press,
            UiLocale::French,
            "«\u{a0}Saisie de 3 t & plus\u{a0}», DGSN, Rabat, 17 juin 2024, https://example.org/a_b\n",
        );
        check(
            &cited(),
            Press,
            UiLocale::English,
            "“Saisie de 3 t & plus”, DGSN, Rabat, 17 June 2024, https://example.org/a_b\n",
        );
        assert!(cite(&cited(), Press, UiLocale::Arabic).contains("، \u{2068}DGSN\u{2069}، "));
        assert_eq!(cite(&bare(), Press, UiLocale::French).lines().count(), 1);
    }

    #[test]
    fn letters_that_run_the_other_way_are_set_apart() {
        let arabic =
            Cited { title: "بيان", source: Some("وكالة"), place: None, url: None, ..cited() };
        check(
            &arabic,
            CitationStyle::Press,
            UiLocale::English,
            "“\u{2068}بيان\u{2069}”, \u{2068}وكالة\u{2069}, 17 June 2024\n",
        );
        check(&arabic, CitationStyle::Press, UiLocale::Arabic, "«بيان»، وكالة، 17 يونيو 2024\n");
    }

    #[test]
    fn ris_has_a_field_a_line() {
        check(
            &cited(),
            CitationStyle::Ris,
            UiLocale::French,
            "TY  - RPRT\r\nM3  - Press release\r\nID  - x\r\nTI  - Saisie de 3 t & plus\r\nAU  - DGSN\r\nPB  - DGSN\r\nCY  - Rabat\r\n\
             PY  - 2024\r\nDA  - 2024/06/17/\r\nLA  - fr\r\nUR  - https://example.org/a_b\r\nER  - \r\n\r\n",
        );
        check(
            &bare(),
            CitationStyle::Ris,
            UiLocale::French,
            "TY  - RPRT\r\nM3  - Press release\r\nID  - x\r\nER  - \r\n\r\n",
        );
        assert_eq!(ris_date("2024-06".parse().unwrap()), "2024/06//");
    }

    #[test]
    fn a_title_cannot_begin_another_record() {
        let hostile = Cited { title: "a\r\nER  - \r\nTY  - BOOK", ..cited() };
        let records = cite(&hostile, CitationStyle::Ris, UiLocale::French);
        assert_eq!(records.lines().filter(|line| line.starts_with("TY")).count(), 1);
        let hostile = Cited { title: "}} \\input{/etc/passwd}", ..cited() };
        let entry = cite(&hostile, CitationStyle::BibTex, UiLocale::French);
        assert!(entry.contains("{\\}\\} \\textbackslash{}input\\{/etc/passwd\\}}"), "{entry}");
    }

    #[test]
    fn bibtex_has_a_key_and_knows_how_precise_a_date_is() {
        let entry = cite(&cited(), CitationStyle::BibTex, UiLocale::French);
        assert!(entry.starts_with("@misc{dgsn2024-"), "{entry}");
        assert!(
            entry.contains("title = {{Saisie de 3 t \\& plus}}") && entry.contains("day = {17}"),
            "{entry}"
        );
        let month = Cited { date: "2024-06".parse().ok(), ..cited() };
        let entry = cite(&month, CitationStyle::BibTex, UiLocale::French);
        assert!(entry.contains("month = {6}") && !entry.contains("day ="), "{entry}");
        let arabic = Cited { source: Some("وكالة الأنباء"), ..cited() };
        assert!(cite(&arabic, CitationStyle::BibTex, UiLocale::French).starts_with("@misc{vigie2024-"));
    }
}
