//! Texts that nobody wrote to be read: whatever comes in, what comes out is bounded, points into the text and
//! costs time in proportion to it.

use std::time::{Duration, Instant};

use super::{CONFIG, SourceDocument, enrich, primary, text};
use vigie::communique::TextPlace;
use vigie::enrich::{Enrichment, EnrichmentCache, MAX_PASSAGES};

/// Pieces of evidence that a tag shows at most.
const MOST_EVIDENCE: usize = 24;

fn checked(source: SourceDocument) -> Enrichment {
    let found = enrich(source, &mut EnrichmentCache::default());
    let document = &found.document;
    assert!(document.passages.len() <= MAX_PASSAGES);
    let countries = document.countries.iter().map(|tag| (tag.score, &tag.evidence));
    let topics = document.topics.iter().map(|tag| (tag.score, &tag.evidence));
    for (score, evidence) in countries.chain(topics) {
        assert!(score.is_finite() && evidence.len() <= MOST_EVIDENCE);
        for piece in evidence {
            let text = if piece.place == TextPlace::Title { &document.title } else { &document.body };
            assert!(text.get(piece.range.clone()).is_some_and(|words| !words.is_empty()), "{piece:?}");
        }
    }
    found
}

/// About a million characters, a piece after the other.
fn million(piece: &str) -> String {
    piece.repeat(1_000_000 / piece.chars().count())
}

#[test]
fn a_million_characters() {
    let prose = checked(text("", &million("La police a saisi des armes à Paris, et le juge a parlé.\n")));
    assert_eq!(prose.document.main_language().as_str(), "fr");
    assert_eq!(primary(&prose.document), ["FR"]);
    // One word without an end, one line without an end, and one script without spaces.
    checked(text("", &million("a")));
    checked(text("", &million("attentat ")));
    checked(text("", &million("恐怖主义")));
}

#[test]
fn nothing_but_punctuation_or_names() {
    for body in ["...", "?!,;:-–—…«»()[]{}", "\u{feff}.", "- - - -\n\n* * *\n\n/// ///", "・・・、。"]
    {
        let found = checked(text("", body));
        assert!(found.document.countries.is_empty() && found.document.topics.is_empty(), "{body}");
        assert_eq!(found.document.date, None);
    }
    let names = checked(text("", &"Maria Lindqvist, Ahmed Benali, Jean Dupont, Ivan Petrov\n".repeat(50)));
    assert!(names.document.topics.is_empty(), "{:?}", names.document.topics);
    assert_eq!(primary(&names.document), [""; 0]);
}

#[test]
fn metadata_that_contradicts_the_text() {
    let source = SourceDocument {
        language: Some("ja".to_owned()),
        date: Some("9999-12-31".to_owned()),
        countries: Some(vec!["JP".to_owned()]),
        topics: Some(vec!["cyber/vulnerabilities".to_owned()]),
        ..text(
            "Attentat à Paris",
            "PARIS, le 3 mars 2023 (AFP) - La police a arrêté deux terroristes à Paris, en France.",
        )
    };
    let found = checked(source).document;
    // What a source states of its subject has the word, what no text can be is not believed.
    assert_eq!(primary(&found), ["JP"]);
    assert!(
        found.countries.iter().any(|tag| tag.code.as_str() == "FR"),
        "what the text names stays findable"
    );
    assert_eq!(
        found.topics.iter().map(|tag| tag.path.as_str()).collect::<Vec<_>>(),
        ["cyber/vulnerabilities", "cyber"]
    );
    assert_eq!(found.main_language().as_str(), "fr");
    assert_eq!(found.date.map(|date| date.to_string()).as_deref(), Some("2023-03-03"));
}

#[test]
fn the_year_9999() {
    for body in
        ["Le 3 mars 9999, rien.", "Publié le 31/12/9999", "9999-12-31", "PARIS, le 3 mars 9999 - Rien."]
    {
        assert_eq!(checked(text("", body)).document.date, None, "{body}");
    }
}

#[test]
fn a_list_of_every_country() {
    for language in ["fr", "en", "es", "ar", "ru", "zh"] {
        let code = language.parse().unwrap();
        let names: Vec<&str> = CONFIG
            .countries
            .iter()
            .filter_map(|country| country.cldr_names().get(&code))
            .map(String::as_str)
            .collect();
        let found = checked(text("", &names.join(", "))).document;
        assert!(found.countries.len() > 180, "{language}: {}", found.countries.len());
        assert!(primary(&found).len() <= 14, "{language}: {:?}", primary(&found));
    }
}

/// The least time of three tries: what else runs on the machine only adds to it.
fn least_time(body: &str) -> Duration {
    let tries = (0..3).map(|_| {
        let start = Instant::now();
        enrich(text("", body), &mut EnrichmentCache::default());
        start.elapsed()
    });
    tries.min().unwrap_or_default()
}

/// Sixteen times the text takes about sixteen times as long: squared time would be 256 times.
#[test]
fn time_grows_with_the_text() {
    let pieces = [
        "La police de Paris a saisi des armes à feu, et le juge a parlé du trafic de drogue au Maroc.\n",
        "attentat ",
        "États-Unis, France, Maroc, Niger, ",
        "3 mars 2023, ",
        "((((",
        "恐怖袭击",
    ];
    for piece in pieces {
        let short = piece.repeat(8_000 / piece.len());
        let (once, sixteen) = (least_time(&short), least_time(&short.repeat(16)));
        let ratio = sixteen.as_secs_f64() / once.as_secs_f64().max(1e-6);
        assert!(ratio < 100.0, "{piece:?}: {ratio:.1} times");
    }
}
