//! Small documents of a small vocabulary, so that generated queries meet them.

use std::path::Path;
use std::sync::Arc;

use super::{SMALL, config};
use vigie::analysis::{PASSAGE_GAP, Token, Tokens, Word};
use vigie::communique::{CountryRole, CountryTag, EnrichedCommunique, LanguageShare, TopicTag};
use vigie::date::PartialDate;
use vigie::engine::IndexedDocument;
use vigie::engine::embedded::EmbeddedWriter;
use vigie::enrich::Sketch;

/// Words of two letters; the stem of each is its first.
pub const VOCABULARY: [&str; 9] = ["aa", "ab", "ac", "ba", "bb", "bc", "ca", "cb", "dd"];
pub const COUNTRIES: [&str; 5] = ["MA", "FR", "CA-QC", "CA", "US-NH"];
pub const TOPICS: [&str; 4] = ["terrorism", "cyber", "cyber/cybercrime", "organised-crime/drug-trafficking"];
pub const LANGUAGES: [&str; 3] = ["fr", "en", "ar"];
pub const SOURCES: [&str; 4] = ["AFP", "afp", "CNW", "Élysée"];
pub const DATES: [&str; 7] =
    ["2024-06-17", "2024-06", "2023", "2024-12-31", "2025-01-01", "2023-02-28", "2024-06-18"];

/// A document in brief: numbers into the lists above.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Brief {
    pub id: u8,
    pub title: Vec<usize>,
    /// Passages, each some words.
    pub body: Vec<Vec<usize>>,
    pub countries: Vec<usize>,
    pub topics: Vec<usize>,
    pub languages: Vec<usize>,
    pub source: Option<usize>,
    pub date: Option<usize>,
    /// Documents with the same number are copies of one another.
    pub copy_of: Option<u8>,
}

impl Brief {
    pub fn id_text(&self) -> String {
        format!("doc:{}", self.id)
    }

    pub fn date(&self) -> Option<PartialDate> {
        self.date.map(|date| DATES[date].parse().unwrap())
    }

    pub fn document(&self) -> EnrichedCommunique {
        let text = |words: &[usize]| words.iter().map(|&word| VOCABULARY[word]).collect::<Vec<_>>().join(" ");
        let country = |&country: &usize| CountryTag {
            code: COUNTRIES[country].parse().unwrap(),
            score: 1.0,
            role: if country == 1 { CountryRole::Mentioned } else { CountryRole::Primary },
            evidence: Vec::new(),
        };
        let topic = |&topic: &usize| TopicTag {
            path: TOPICS[topic].parse().unwrap(),
            score: 1.0,
            evidence: Vec::new(),
        };
        let share = 1.0 / self.languages.len().max(1) as f32;
        let language =
            |&language: &usize| LanguageShare { language: LANGUAGES[language].parse().unwrap(), share };
        EnrichedCommunique {
            id: self.id_text().parse().unwrap(),
            title: text(&self.title),
            title_range: None,
            body: self.body.iter().map(|passage| text(passage)).collect::<Vec<_>>().join("\n"),
            url: None,
            source: self.source.map(|source| SOURCES[source].to_owned()),
            date: self.date(),
            date_range: None,
            place: Some(self.seed()),
            issuer_country: None,
            passages: Vec::new(),
            languages: self.languages.iter().map(language).collect(),
            countries: self.countries.iter().map(country).collect(),
            topics: self.topics.iter().map(topic).collect(),
            organisations: Vec::new(),
            persons: Vec::new(),
        }
    }

    pub fn indexed(&self) -> IndexedDocument {
        let mut body = Tokens::new();
        let mut position = 0;
        for passage in &self.body {
            push(passage, &mut position, &mut body);
            position += PASSAGE_GAP;
        }
        let (mut title, mut position) = (Tokens::new(), 0);
        push(&self.title, &mut position, &mut title);
        IndexedDocument {
            document: self.document(),
            title_tokens: title,
            body_tokens: body,
            sketch: self.sketch(),
            content_hash: blake3::hash(format!("{self:?}").as_bytes()).as_bytes()[0].into(),
            origin: format!("origin:{}", self.id % 3),
        }
    }

    /// What its sketch is of: a text of its own, or that of the number it copies.
    fn seed(&self) -> String {
        match self.copy_of {
            Some(copy) => format!("copy{copy}"),
            None => format!("own{}", self.id),
        }
    }

    fn sketch(&self) -> Sketch {
        sketch_of(&self.seed())
    }
}

/// A writer that knows the sketches of these documents, which have nothing to do with their words.
pub fn open(dir: &Path) -> EmbeddedWriter {
    let writer = EmbeddedWriter::open(dir, config(), SMALL).unwrap();
    writer.sketching_by(Box::new(|document| sketch_of(document.place.as_deref().unwrap_or_default())))
}

fn sketch_of(seed: &str) -> Sketch {
    let text: String = (0..60).map(|n| format!("{seed}x{n} ")).collect();
    let mut tokens = Tokens::new();
    let mut start = 0;
    for (position, word) in text.split_terminator(' ').enumerate() {
        let end = start + word.len() as u32;
        tokens.push(Token { start, end, position: position as u32, word: token_word(word) });
        start = end + 1;
    }
    Sketch::of(&text, &tokens)
}

fn push(words: &[usize], position: &mut u32, tokens: &mut Tokens) {
    for &word in words {
        let word = token_word(VOCABULARY[word]);
        tokens.push(Token { start: 0, end: 0, position: *position, word });
        *position += 1;
    }
}

/// How a word is spelt that ends in `b`: with an accent.
pub fn spelling(form: &str) -> Option<String> {
    form.strip_suffix('b').map(|rest| format!("{rest}ḃ"))
}

fn token_word(form: &str) -> Arc<Word> {
    Arc::new(Word {
        form: form.into(),
        spelling: spelling(form).map(Box::from),
        stems: [Box::from(&form[..1])].into_iter().collect(),
        parts: Box::default(),
        is_stop_word: false,
        is_capitalised: false,
        is_all_caps: false,
    })
}
