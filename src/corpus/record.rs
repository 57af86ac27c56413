//! A document as its source states it, and its check.

use super::clean::{clean_text, one_line};
use super::dates::date_of;
use super::error::{ReadError, ReadErrorKind};
use crate::codes::{CommuniqueId, CountryCode, LanguageCode, TopicPath};
use crate::communique::{Communique, MarkedLanguage};
use crate::config::Config;
use crate::date::PartialDate;

/// One document as its source states it: nothing checked but that it is text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SourceDocument {
    /// Where it comes from: the file's path (`-` for standard input), and for a part of it `#` and its number or name.
    pub origin: String,
    /// Stated id.
    pub id: Option<String>,
    /// What an id is derived from where none is stated: the address of a record or entry. Without it, the origin.
    pub identity: Option<String>,
    /// Stated title.
    pub title: Option<String>,
    /// The text.
    pub body: String,
    /// Stated address.
    pub url: Option<String>,
    /// Stated source.
    pub source: Option<String>,
    /// Stated date, in any form.
    pub date: Option<String>,
    /// When the file was made, in any form: printed anew, a communiqué keeps its date and its file does not.
    pub file_date: Option<String>,
    /// Stated language.
    pub language: Option<String>,
    /// Parts of the body with a `lang` attribute, in order, without overlap.
    pub marked_languages: Vec<MarkedLanguage>,
    /// Stated countries.
    pub countries: Option<Vec<String>>,
    /// Stated topics.
    pub topics: Option<Vec<String>>,
    /// What was guessed or left out while reading, one sentence each.
    pub warnings: Vec<String>,
}

/// A communiqué and what was left out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checked {
    /// The communiqué.
    pub communique: Communique,
    /// What was left out or guessed and why, one sentence each.
    pub warnings: Vec<String>,
}

impl SourceDocument {
    /// The file it came from: the origin without the number or name of the part.
    pub fn file_origin<'a>(&'a self, file: &'a str) -> &'a str {
        if self.origin.starts_with(file) { file } else { &self.origin }
    }

    /// A hash of everything the source states, by which an unchanged document is known before it is analysed.
    /// The same fields give the same hash on every machine and in every version.
    pub fn content_hash(&self) -> u64 {
        let mut hasher = blake3::Hasher::new();
        // Lengths keep a text that moves from one field to the next from going unnoticed.
        let mut add = |text: Option<&str>| {
            hasher.update(&text.map_or(u64::MAX, |text| text.len() as u64).to_le_bytes());
            hasher.update(text.unwrap_or_default().as_bytes());
        };
        for field in [&self.id, &self.title, &self.url, &self.source, &self.date, &self.language] {
            add(field.as_deref());
        }
        add(Some(&self.body));
        for list in [&self.countries, &self.topics] {
            add(list.as_ref().map(|items| items.join("\u{1f}")).as_deref());
        }
        if let Some(file_date) = &self.file_date {
            add(Some(file_date));
        }
        for mark in &self.marked_languages {
            add(Some(&format!("{}-{} {}", mark.range.start, mark.range.end, mark.language)));
        }
        let mut first = [0; 8];
        first.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
        u64::from_le_bytes(first)
    }

    /// The id it will have: the stated one where it is fit for one, else a hash of the address or the place it
    /// comes from.
    pub fn effective_id(&self) -> CommuniqueId {
        let stated = self.id.as_deref().map(str::trim).and_then(|id| id.parse().ok());
        stated.unwrap_or_else(|| CommuniqueId::from_origin(self.identity.as_deref().unwrap_or(&self.origin)))
    }

    /// Checks every value against the configuration; those not known are left out and reported.
    ///
    /// # Errors
    /// When there is no text in the body.
    pub fn check(self, config: &Config) -> Result<Checked, ReadError> {
        let id = self.effective_id();
        let mut warnings = self.warnings;
        if let Some(stated) = self.id.as_deref().filter(|stated| stated.trim() != id.as_str()) {
            warnings.push(format!(
                "id `{}` is not 1 to 512 bytes without control characters; one was derived",
                brief(stated)
            ));
        }
        let (body, marked_languages) = clean_body(self.body, self.marked_languages);
        if body.trim().is_empty() {
            return Err(ReadError::new(self.origin, ReadErrorKind::NoBody));
        }
        let communique = Communique {
            id,
            title: self.title.as_deref().and_then(one_line),
            body,
            url: self.url.and_then(|url| checked_url(&url, &mut warnings)),
            source: self.source.as_deref().and_then(one_line),
            date: self.date.and_then(|date| checked_date(&date, &mut warnings)),
            file_date: self.file_date.and_then(|date| checked_date(&date, &mut warnings)),
            language: self.language.and_then(|tag| checked_language(&tag, config, &mut warnings)),
            marked_languages,
            countries: checked_list(self.countries, "country", "countries.toml", &mut warnings, |text| {
                text.parse::<CountryCode>().ok().filter(|code| config.countries.get(*code).is_some())
            }),
            topics: checked_list(self.topics, "topic", "topics.toml", &mut warnings, |text| {
                text.parse::<TopicPath>().ok().filter(|path| config.topics.get(path).is_some())
            }),
        };
        Ok(Checked { communique, warnings })
    }
}

/// The body without control characters. Cleaning moves what follows, so the marks are then counted anew.
fn clean_body(body: String, marks: Vec<MarkedLanguage>) -> (String, Vec<MarkedLanguage>) {
    let length = body.len();
    if marks.is_empty() {
        return (clean_text(body), marks);
    }
    let clean = clean_text(body.clone());
    if clean.len() == length {
        return (clean, marks);
    }
    let moved = |at: usize| clean_text(body.get(..at).unwrap_or_default().to_owned()).len();
    let marks = marks.into_iter().map(|mark| {
        let range = moved(mark.range.start)..moved(mark.range.end);
        MarkedLanguage { range, language: mark.language }
    });
    let fits = |mark: &MarkedLanguage| clean.get(mark.range.clone()).is_some();
    let marks = marks.filter(fits).collect();
    (clean, marks)
}

fn brief(text: &str) -> String {
    let mut brief: String = text.chars().take(60).filter(|c| !c.is_control()).collect();
    if text.chars().nth(60).is_some() {
        brief.push('…');
    }
    brief
}

/// An absolute `http` or `https` address, as written but for white space around it.
fn checked_url(stated: &str, warnings: &mut Vec<String>) -> Option<String> {
    let trimmed = stated.trim();
    if trimmed.is_empty() {
        return None;
    }
    match url::Url::parse(trimmed) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && !trimmed.contains(char::is_control) => {
            Some(trimmed.to_owned())
        }
        _ => {
            warnings.push(format!("url `{}` is no http or https address; it was left out", brief(trimmed)));
            None
        }
    }
}

fn checked_date(stated: &str, warnings: &mut Vec<String>) -> Option<PartialDate> {
    let trimmed = stated.trim();
    if trimmed.is_empty() {
        return None;
    }
    let date = date_of(trimmed);
    if date.is_none() {
        warnings
            .push(format!("date `{}` is not of a form such as 2024-06-17; it was left out", brief(trimmed)));
    }
    date
}

fn checked_language(stated: &str, config: &Config, warnings: &mut Vec<String>) -> Option<LanguageCode> {
    if stated.trim().is_empty() {
        return None;
    }
    let known = stated
        .parse::<LanguageCode>()
        .ok()
        .filter(|code| !code.is_language() || config.languages.contains(*code));
    if known.is_none() {
        warnings.push(format!("language `{}` is not in languages.toml; it was left out", brief(stated)));
    }
    known.filter(|code| code.is_language())
}

/// The values that `known` accepts, once each; `None` where the source states none that it does.
fn checked_list<T: PartialEq>(
    stated: Option<Vec<String>>,
    what: &str,
    file: &str,
    warnings: &mut Vec<String>,
    known: impl Fn(&str) -> Option<T>,
) -> Option<Vec<T>> {
    let stated = stated?;
    let empty = stated.is_empty();
    let mut values = Vec::with_capacity(stated.len());
    for text in stated {
        match known(&text) {
            Some(value) if values.contains(&value) => {}
            Some(value) => values.push(value),
            None => warnings.push(format!("{what} `{}` is not in {file}; it was left out", brief(&text))),
        }
    }
    (empty || !values.is_empty()).then_some(values)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config() -> Config {
        Config::built_in().unwrap()
    }

    fn document() -> SourceDocument {
        SourceDocument { origin: "a.txt".into(), body: "Body.".into(), ..SourceDocument::default() }
    }

    #[test]
    fn every_value_is_checked_and_what_is_unknown_reported() {
        let document = SourceDocument {
            id: Some("x\u{1}".into()),
            title: Some("  \n ".into()),
            url: Some("javascript:alert(1)".into()),
            date: Some("someday".into()),
            language: Some("xx-YY".into()),
            countries: Some(vec!["nowhere".into(), "QZ".into()]),
            topics: Some(vec!["no such topic".into()]),
            ..document()
        };
        let checked = document.check(&config()).unwrap();
        assert_eq!(checked.warnings.len(), 7, "{:#?}", checked.warnings);
        let communique = checked.communique;
        assert_eq!(communique.id, CommuniqueId::from_origin("a.txt"));
        assert_eq!((communique.title, communique.url, communique.date), (None, None, None));
        assert_eq!((communique.language, communique.countries, communique.topics), (None, None, None));
    }

    #[test]
    fn known_values_stay() {
        let config = config();
        let topic = config.topics.iter().next().unwrap().slug.to_string();
        let country = config.countries.iter().next().unwrap().code.to_string();
        let language = config.languages.iter().next().unwrap().code.to_string();
        let document = SourceDocument {
            id: Some("a/b : ç".into()),
            url: Some(" https://example.org/a b".into()),
            date: Some("2024-06".into()),
            language: Some(format!("{language}-XX")),
            countries: Some(vec![country.to_lowercase(), country.clone()]),
            topics: Some(vec![topic.clone()]),
            body: "a\r\nb\0".into(),
            ..document()
        };
        let checked = document.check(&config).unwrap();
        assert_eq!(checked.warnings, Vec::<String>::new());
        let communique = checked.communique;
        assert_eq!(communique.id.as_str(), "a/b : ç");
        assert_eq!(communique.url.as_deref(), Some("https://example.org/a b"));
        assert_eq!(communique.countries.unwrap(), [country.parse().unwrap()]);
        assert_eq!(communique.topics.unwrap(), [topic.parse().unwrap()]);
        assert_eq!(communique.body, "a\nb");
    }

    #[test]
    fn a_body_is_required() {
        let blank = SourceDocument { body: " \n\u{0} ".into(), ..document() };
        assert!(matches!(blank.check(&config()).unwrap_err().kind, ReadErrorKind::NoBody));
    }

    #[test]
    fn marks_follow_their_words() {
        let language: LanguageCode = "fr".parse().unwrap();
        let mark = |range| MarkedLanguage { range, language };
        let (body, marks) = clean_body("a\r\nb\0 été\r\n".into(), vec![mark(0..1), mark(6..11)]);
        assert_eq!(body, "a\nb été\n");
        assert_eq!(marks.iter().map(|mark| &body[mark.range.clone()]).collect::<Vec<_>>(), ["a", "été"]);
    }

    #[test]
    fn the_hash_sees_every_field() {
        let base = document();
        let moved = SourceDocument { title: Some("a".into()), ..document() };
        let other = SourceDocument { source: Some("a".into()), ..document() };
        assert_eq!(base.content_hash(), document().content_hash());
        assert_ne!(base.content_hash(), moved.content_hash());
        assert_ne!(moved.content_hash(), other.content_hash());
        let empty = SourceDocument { countries: Some(Vec::new()), ..document() };
        assert_ne!(base.content_hash(), empty.content_hash());
    }
}
