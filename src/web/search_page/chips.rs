//! What was understood, a chip each, with the way to take it back.

use super::SearchAnswer;
use super::facets::field_title;
use crate::query::{FilterValue, Query, without_part};
use crate::search::Labels;
use crate::web::locale::UiLocale;
use crate::web::messages::Messages;
use crate::web::urls::PageUrls;

/// Names in other languages shown at once; the rest is folded.
const SHOWN_NAMES: usize = 2;

/// Something the search asks for.
pub(super) struct Chip {
    /// What sort of thing it is, in a word; may be empty.
    pub kind: &'static str,
    /// For the style: `word`, `exact`, `filter`, `not`, `other`, `rule`.
    pub class: &'static str,
    /// The thing; several names of one thing in other languages.
    pub texts: Vec<String>,
    /// More about it, folded: names in other languages.
    pub more: Vec<String>,
    /// The search without it.
    pub remove: String,
}

/// Every chip: of the query, of the filters, of what was added.
pub(super) fn chips(
    answer: &SearchAnswer<'_>,
    labels: &Labels<'_>,
    urls: &PageUrls,
    locale: UiLocale,
) -> Vec<Chip> {
    let m = locale.messages();
    let parts = answer.query.parts().iter().enumerate().map(|(at, part)| {
        let (kind, class, text) = described(part, labels, m);
        let remove = urls.with_query(&without_part(answer.query, at).to_string());
        Chip { kind, class, texts: vec![text], more: Vec::new(), remove }
    });
    let mut chips: Vec<Chip> = parts.collect();
    chips.extend(answer.results.query.expansions.iter().map(|expansion| {
        let mut texts = expansion.names.clone();
        texts.sort_by_key(|name| !is_in_script_of(name, locale));
        let more = texts.split_off(SHOWN_NAMES.min(texts.len()));
        Chip { kind: m.chips.translated, class: "other", texts, more, remove: urls.without_expansion() }
    }));
    chips.extend(answer.params.filters.iter().map(|(field, value)| Chip {
        kind: field_title(*field, m),
        class: "filter",
        texts: vec![labels.of(*field, value)],
        more: Vec::new(),
        remove: urls.without(*field, value),
    }));
    chips.extend(dates(answer, urls, locale));
    let rule = |text: &str, remove| Chip {
        kind: "",
        class: "rule",
        texts: vec![text.to_owned()],
        more: Vec::new(),
        remove,
    };
    match answer.params.match_mode.as_deref() {
        Some("all") => chips.push(rule(m.chips.all_words, urls.with_match("auto"))),
        Some("any") => chips.push(rule(m.chips.any_word, urls.with_match("auto"))),
        _ => {}
    }
    if answer.params.expand.as_deref() == Some("off") {
        chips.push(rule(m.chips.not_translated, urls.with_expansion()));
    }
    if answer.params.group.as_deref() == Some("none") {
        chips.push(rule(m.chips.ungrouped, urls.with_grouping()));
    }
    chips
}

/// Whether a name is in letters that readers of this language read: the others are folded first.
fn is_in_script_of(name: &str, locale: UiLocale) -> bool {
    let is_arabic = |c: char| ('\u{600}'..='\u{6ff}').contains(&c);
    let is_latin = |c: char| c.is_ascii_alphabetic();
    match locale {
        UiLocale::Arabic => name.contains(is_arabic),
        UiLocale::French | UiLocale::English | UiLocale::Spanish => name.contains(is_latin),
    }
}

fn dates(answer: &SearchAnswer<'_>, urls: &PageUrls, locale: UiLocale) -> Option<Chip> {
    let shown = |given: &Option<String>| {
        let given = given.as_deref()?;
        Some(given.parse().map_or_else(|_| given.to_owned(), |date| locale.date(date)))
    };
    let m = locale.messages();
    let (from, to) = (shown(&answer.params.from), shown(&answer.params.to));
    let text = match (from, to) {
        (None, None) => return None,
        (Some(from), Some(to)) if from == to => from,
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) => format!("{} {from}", m.chips.since),
        (None, Some(to)) => format!("{} {to}", m.chips.until),
    };
    Some(Chip {
        kind: m.chips.dates,
        class: "filter",
        texts: vec![text],
        more: Vec::new(),
        remove: urls.without_dates(),
    })
}

/// The sort of a part of the query, its class, and the part in words.
pub(super) fn described(
    part: &Query,
    labels: &Labels<'_>,
    m: &'static Messages,
) -> (&'static str, &'static str, String) {
    match part {
        Query::Phrase { text, slop: 0 } => (m.chips.exact, "exact", format!("“{text}”")),
        Query::Phrase { text, .. } => (m.chips.near, "word", text.clone()),
        Query::Prefix(word) => (m.chips.begins, "word", format!("{word}…")),
        Query::Fuzzy { word, .. } => (m.chips.spelt_like, "word", word.clone()),
        Query::In(_, inner) => (m.chips.in_title, "word", inner.to_string()),
        Query::Not(inner) => (m.chips.without, "not", described(inner, labels, m).2),
        Query::Any(parts) => {
            let parts: Vec<String> = parts.iter().map(|part| described(part, labels, m).2).collect();
            ("", "word", parts.join(&format!(" {} ", m.chips.or)))
        }
        Query::Filter(value) => filter(value, labels, m),
        Query::All | Query::Word(_) | Query::Side(_) => ("", "word", part.to_string()),
    }
}

fn filter(
    value: &FilterValue,
    labels: &Labels<'_>,
    m: &'static Messages,
) -> (&'static str, &'static str, String) {
    match value.field() {
        Some(field) => (field_title(field, m), "filter", labels.of(field, &value.to_value())),
        None => (m.chips.dates, "filter", value.to_value().replace("..", " – ")),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use super::*;
    use crate::config::Config;
    use crate::query::{SearchParams, parse};

    static CONFIG: LazyLock<Config> = LazyLock::new(|| Config::built_in().unwrap());

    #[track_caller]
    fn check(q: &str, expected: &[(&str, &str, &str)]) {
        let query = parse(q).query;
        let labels = Labels::new(&CONFIG, UiLocale::French.language());
        let m = UiLocale::French.messages();
        let urls = PageUrls::new(SearchParams::default(), UiLocale::French);
        let found: Vec<(&str, String, String)> = query
            .parts()
            .iter()
            .enumerate()
            .map(|(at, part)| {
                let (_, class, text) = described(part, &labels, m);
                (class, text, urls.with_query(&without_part(&query, at).to_string()))
            })
            .collect();
        let found: Vec<(&str, &str, &str)> =
            found.iter().map(|(class, text, url)| (*class, text.as_str(), url.as_str())).collect();
        assert_eq!(found, expected, "{q}");
    }

    #[test]
    fn each_part_of_a_query_can_be_taken_back() {
        check("", &[]);
        check("terrorisme", &[("word", "terrorisme", "/?locale=fr")]);
        check(
            "trafic \"etat islamique\" -football",
            &[
                ("word", "trafic", "/?q=%22etat+islamique%22+-football&locale=fr"),
                ("exact", "“etat islamique”", "/?q=trafic+-football&locale=fr"),
                ("not", "football", "/?q=trafic+%22etat+islamique%22&locale=fr"),
            ],
        );
        check(
            "country:MA (a OR b)",
            &[("filter", "Maroc", "/?q=a+OR+b&locale=fr"), ("word", "a ou b", "/?q=country%3AMA&locale=fr")],
        );
    }
}
