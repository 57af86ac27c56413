//! The signs of countries: every word of `countries.toml` and CLDR that points to one, in a gazetteer.
//!
//! Owns what each kind of word is worth. Which of several countries a word means in a text is for
//! `mentions`.

use std::fmt;

use crate::analysis::Analyzer;
use crate::codes::{CountryCode, LanguageCode};
use crate::config::{Countries, Country, WordsByLanguage};
use crate::enrich::gazetteer::{Gazetteer, GazetteerBuilder, Inflects, Spoken};

/// Every sign, and the gazetteer that finds them; a gazetteer's number is an index into `list`.
#[derive(Debug)]
pub(super) struct Signs {
    pub list: Vec<Sign>,
    pub gazetteer: Gazetteer,
}

/// One word or phrase that points to a country.
#[derive(Debug, Clone)]
pub(super) struct Sign {
    /// The country or subdivision; `None` for a phrase that only looks like a country's name.
    pub code: Option<CountryCode>,
    pub kind: SignKind,
    /// Counts only where something else speaks for the country.
    pub is_doubtful: bool,
    /// The languages whose texts are at home in this country, for signs of home.
    pub at_home: bool,
    text: Box<str>,
}

/// What sort of word points to the country.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum SignKind {
    Name,
    Adjective,
    City,
    Region,
    Seat,
    Service,
    Media,
    Person,
    Home,
    Abbreviation,
    NotAPlace,
}

impl SignKind {
    /// What one mention in running text adds to the score.
    pub(super) fn weight(self) -> f32 {
        match self {
            SignKind::Name => 1.0,
            SignKind::Seat | SignKind::Service => 0.9,
            SignKind::Adjective => 0.8,
            SignKind::City | SignKind::Region | SignKind::Person | SignKind::Abbreviation => 0.7,
            SignKind::Home => 0.4,
            SignKind::Media => 0.25,
            SignKind::NotAPlace => 0.0,
        }
    }
}

impl fmt::Display for SignKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            SignKind::Name => "name",
            SignKind::Adjective => "adjective",
            SignKind::City => "city",
            SignKind::Region => "region",
            SignKind::Seat => "seat",
            SignKind::Service => "service",
            SignKind::Media => "media",
            SignKind::Person => "person",
            SignKind::Home => "institution at home",
            SignKind::Abbreviation => "abbreviation",
            SignKind::NotAPlace => "not a place",
        })
    }
}

impl Sign {
    /// The word as the configuration has it.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Whether `surface` is this word to its accents: a function word is taken for a name for nothing less
    /// (`Are` is not `Åre`).
    pub(super) fn is_spelt(&self, surface: &str) -> bool {
        self.text.to_lowercase() == surface.to_lowercase()
    }

    /// The rule as a reader of the evidence sees it.
    pub(super) fn rule(&self) -> String {
        format!("{} \"{}\"", self.kind, self.text)
    }
}

/// English names as short as this are looked for in English only: in other languages they are other words.
const SHORT_NAME: usize = 6;

impl Signs {
    pub(super) fn new(countries: &Countries, analyzer: &Analyzer) -> Signs {
        let mut builder =
            Builder { list: Vec::new(), gazetteer: GazetteerBuilder::new(analyzer, |note| &note.countries) };
        builder.by_language(None, SignKind::NotAPlace, Inflects::Never, countries.not_places());
        for country in countries.iter() {
            builder.country(country);
        }
        Signs { list: builder.list, gazetteer: builder.gazetteer.build() }
    }
}

struct Builder<'a> {
    list: Vec<Sign>,
    gazetteer: GazetteerBuilder<'a>,
}

impl Builder<'_> {
    fn country(&mut self, country: &Country) {
        let code = Some(country.code);
        for (language, name) in country.cldr_names().iter().chain(country.short_names()) {
            let is_doubtful = country.doubtful_in.contains(language);
            let mark = if is_doubtful { "?" } else { "" };
            self.word(code, SignKind::Name, Inflects::Name, &format!("{name}{mark}"), Spoken::In(*language));
            // CLDR adds another name in brackets: `Myanmar (Burma)`.
            if let Some((bare, _)) = name.split_once(['(', '（']) {
                self.word(
                    code,
                    SignKind::Name,
                    Inflects::Name,
                    &format!("{}{mark}", bare.trim()),
                    Spoken::In(*language),
                );
            }
            if *language == LanguageCode::ENGLISH && !is_doubtful && name.chars().count() >= SHORT_NAME {
                self.word(code, SignKind::Name, Inflects::Name, name, Spoken::Everywhere);
            }
        }
        self.by_language(code, SignKind::Name, Inflects::Name, &country.names);
        // The parts of a country keep their English names in the texts of many languages: `Pennsylvania`.
        let english = country.names.get(&LanguageCode::ENGLISH).filter(|_| country.code.is_subdivision());
        let clear = |name: &&String| !name.ends_with('?') && name.chars().count() >= SHORT_NAME;
        for name in english.into_iter().flatten().filter(clear) {
            self.word(code, SignKind::Name, Inflects::Name, name, Spoken::Everywhere);
        }
        self.by_language(code, SignKind::Adjective, Inflects::Adjective, &country.adjectives);
        let lists = [
            (SignKind::City, &country.cities),
            (SignKind::Region, &country.regions),
            (SignKind::Seat, &country.seats),
            (SignKind::Service, &country.services),
            (SignKind::Media, &country.media),
            (SignKind::Person, &country.people),
            (SignKind::Abbreviation, &country.abbreviations),
        ];
        for (kind, words) in lists {
            let inflects = if kind == SignKind::Abbreviation { Inflects::Never } else { Inflects::Name };
            for word in words {
                self.word(code, kind, inflects, word, Spoken::Everywhere);
            }
        }
        let from = self.list.len();
        self.by_language(code, SignKind::Home, Inflects::Name, &country.home);
        for sign in &mut self.list[from..] {
            sign.at_home = !country.at_home_in.is_empty();
        }
    }

    fn by_language(
        &mut self,
        code: Option<CountryCode>,
        kind: SignKind,
        inflects: Inflects,
        words: &WordsByLanguage,
    ) {
        for (language, words) in words {
            for word in words {
                self.word(code, kind, inflects, word, Spoken::In(*language));
            }
        }
    }

    fn word(
        &mut self,
        code: Option<CountryCode>,
        kind: SignKind,
        inflects: Inflects,
        word: &str,
        spoken: Spoken,
    ) {
        let (text, is_doubtful) = match word.strip_suffix('?') {
            Some(text) => (text, true),
            None => (word, false),
        };
        let id = self.list.len() as u32;
        self.list.push(Sign { code, kind, is_doubtful, at_home: false, text: text.into() });
        self.gazetteer.add(text, id, inflects, spoken);
    }
}
