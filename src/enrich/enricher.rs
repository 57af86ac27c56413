//! The whole of enrichment, step by step.

use super::countries::{CountryTagger, Tagged};
use super::dateline::{Dateline, find_dateline};
use super::dates::DayOrder;
use super::language::{DetectedLanguages, DetectionInput, LanguageDetector};
use super::notes::{DocumentNotes, EnrichmentCache, Note, Words};
use super::organisations::OrganisationTagger;
use super::passages::{mark_title, split_passages};
use super::persons::persons;
use super::publication::{PublicationInput, publication_date};
use super::sketch::{Sketch, WordFacts};
use super::source::{SourceInput, find_source};
use super::title::{FoundTitle, find_title};
use super::topics::TopicTagger;
use super::view::{DocumentView, content};
use crate::analysis::{AnalysisCache, Analyzer, PASSAGE_GAP, Passage as AnalysedPassage, Token, Tokens};
use crate::codes::{CountryCode, LanguageCode, TopicPath};
use crate::communique::{
    Communique, CountryRole, CountryTag, EnrichedCommunique, Passage, PassageRole, TopicTag,
};
use crate::config::Config;

/// Finds everything there is to find in a communiqué. Shared by all threads.
#[derive(Debug)]
pub struct Enricher {
    analyzer: Analyzer,
    languages: LanguageDetector,
    countries: CountryTagger,
    topics: TopicTagger,
    organisations: OrganisationTagger,
}

/// A communiqué enriched, with the tokens it was analysed into.
#[derive(Debug, Clone)]
pub struct Enrichment {
    /// What is stored and shown.
    pub document: EnrichedCommunique,
    /// The title's tokens; offsets into the title.
    pub title_tokens: Tokens,
    /// The tokens of the body's content passages; offsets into the body.
    pub body_tokens: Tokens,
    /// What near copies are known by.
    pub sketch: Sketch,
}

impl Enricher {
    /// An enricher for this configuration; `analyzer` must be the one that search uses.
    pub fn new(config: &Config, analyzer: Analyzer) -> Enricher {
        Enricher {
            languages: LanguageDetector::new(&config.languages),
            countries: CountryTagger::new(config, &analyzer),
            topics: TopicTagger::new(&config.topics, &analyzer),
            organisations: OrganisationTagger::new(&config.organisations, &analyzer),
            analyzer,
        }
    }

    /// Everything found in `communique`. Pure: the same input gives the same output, whatever `cache` holds.
    pub fn enrich(&self, communique: Communique, cache: &mut EnrichmentCache) -> Enrichment {
        let body = communique.body.as_str();
        let mut passages = split_passages(body, communique.title.as_deref());
        // The order of day and month matters to a dateline before the language is known: the unambiguous alone count.
        let dateline = find_dateline(body, &passages, DayOrder::Unknown);
        let title = find_title(communique.title.as_deref(), body, &passages, dateline.as_ref());
        if let Some(range) = &title.range {
            mark_title(&mut passages, range);
        }

        let detected = self.detect(&communique, &title, &mut passages);
        let (title_tokens, body_tokens) =
            self.analyse(&title, detected.title, body, &passages, &mut cache.words);
        cache.notes.make_room();
        let of_title = |token: &Token| self.note(&title.text, token, detected.title);
        let title_notes = cache.notes.numbers(&title_tokens, of_title);
        let of_body = |token: &Token| self.note(body, token, language_at(&passages, token));
        let body_notes = cache.notes.numbers(&body_tokens, of_body);
        let notes = DocumentNotes { list: cache.notes.list(), title: &title_notes, body: &body_notes };

        let main_language =
            detected.shares.first().map_or(LanguageCode::UNDETERMINED, |share| share.language);
        let published = publication_date(PublicationInput {
            metadata: communique.date,
            file: communique.file_date,
            title: &title.text,
            title_range: title.range.as_ref(),
            body,
            passages: &passages,
            dateline: dateline.as_ref(),
            language: main_language,
        });
        let source = find_source(SourceInput {
            metadata: communique.source.as_deref(),
            body,
            passages: &passages,
            dateline: dateline.as_ref(),
            url: communique.url.as_deref(),
        });
        let view = DocumentView {
            title: &title.text,
            title_language: detected.title,
            title_tokens: &title_tokens,
            body,
            body_tokens: &body_tokens,
            notes,
            passages: &passages,
            languages: &detected.shares,
            source: source.as_deref(),
            url: communique.url.as_deref(),
            place: dateline.as_ref().and_then(|dateline| dateline.place.as_deref()),
        };
        let Tagged { countries, issuer_country } = self.countries.tag(&view, &mut cache.words);
        let topics = self.topics.tag(&view);
        let organisations = self.organisations.tag(&view);
        let persons = persons(&view);
        let sketch = sketch_of(body, view.content(), dateline.as_ref());

        let (date, date_range) = published.map_or((None, None), |(date, range)| (Some(date), range));
        let document = EnrichedCommunique {
            countries: with_stated_countries(countries, communique.countries),
            topics: with_stated_topics(topics, communique.topics),
            id: communique.id,
            title: title.text,
            title_range: title.range,
            url: communique.url,
            source,
            date,
            date_range,
            place: dateline.and_then(|dateline| dateline.place),
            issuer_country,
            languages: detected.shares,
            organisations,
            persons,
            passages,
            body: communique.body,
        };
        Enrichment { document, title_tokens, body_tokens, sketch }
    }

    /// What is known of the word of `token` in a passage of `language` of `text`.
    fn note(&self, text: &str, token: &Token, language: LanguageCode) -> Note {
        let (word, surface) = (&token.word, &text[token.start as usize..token.end as usize]);
        Note {
            countries: self.countries.name_words(word, language),
            organisations: self.organisations.name_words(word, language),
            atoms: self.topics.atoms(word, surface, language),
            facts: WordFacts::of(word),
        }
    }

    /// Detects languages, and gives every passage its own.
    fn detect(
        &self,
        communique: &Communique,
        title: &FoundTitle,
        passages: &mut [Passage],
    ) -> DetectedLanguages {
        // Contacts and menus are no evidence for the language of a text, though each has one of its own.
        let content: Vec<usize> = (0..passages.len()).filter(|at| passages[*at].role.is_content()).collect();
        let ranges: Vec<_> = content.iter().map(|at| passages[*at].range.clone()).collect();
        let detected = self.languages.detect(&DetectionInput {
            title: (!title.text.is_empty()).then_some(title.text.as_str()),
            body: &communique.body,
            passages: &ranges,
            declared: communique.language,
            marked: &communique.marked_languages,
        });
        for (at, language) in content.into_iter().zip(&detected.passages) {
            passages[at].language = *language;
        }
        let main = detected.shares.first().map_or(LanguageCode::UNDETERMINED, |share| share.language);
        for passage in passages.iter_mut().filter(|passage| !passage.role.is_content()) {
            passage.language = main;
        }
        detected
    }

    /// The title's and the body's tokens, every passage analysed in its language.
    fn analyse(
        &self,
        title: &FoundTitle,
        title_language: LanguageCode,
        body: &str,
        passages: &[Passage],
        cache: &mut AnalysisCache,
    ) -> (Tokens, Tokens) {
        let mut title_tokens = Tokens::new();
        let whole =
            AnalysedPassage { text: &title.text, language: title_language, offset: 0, first_position: 0 };
        self.analyzer.analyse(cache, whole, &mut title_tokens);

        (title_tokens, tokens_of_body(&self.analyzer, body, passages, cache))
    }
}

/// The tokens of the passages that are content, each analysed in its language.
fn tokens_of_body(
    analyzer: &Analyzer,
    body: &str,
    passages: &[Passage],
    cache: &mut AnalysisCache,
) -> Tokens {
    // A word of prose takes some six bytes.
    let mut tokens = Tokens::with_capacity(body.len() / 6);
    let mut first_position = 0;
    for passage in passages.iter().filter(|passage| passage.role.is_content()) {
        let text = &body[passage.range.clone()];
        // Documents are bounded far below 4 GiB by the limits of reading.
        let offset = passage.range.start as u32;
        let piece = AnalysedPassage { text, language: passage.language, offset, first_position };
        first_position = analyzer.analyse(cache, piece, &mut tokens) + PASSAGE_GAP;
    }
    tokens
}

/// The sketch that `document` was given when it was enriched, made again of what is kept of it: a sketch is made of
/// hashes, which nothing packs, and would take a fifth of an index.
pub fn sketch_again(analyzer: &Analyzer, document: &EnrichedCommunique, cache: &mut AnalysisCache) -> Sketch {
    let EnrichedCommunique { body, passages, .. } = document;
    let dateline = find_dateline(body, passages, DayOrder::Unknown);
    let tokens = tokens_of_body(analyzer, body, passages, cache);
    sketch_of(body, content(passages, Words::from(&*tokens)), dateline.as_ref())
}

/// The language of the passage that holds a token.
fn language_at(passages: &[Passage], token: &Token) -> LanguageCode {
    let at = passages.partition_point(|passage| passage.range.end <= token.start as usize);
    passages.get(at).map_or(LanguageCode::UNDETERMINED, |passage| passage.language)
}

/// The sketch of what copies share: running text without title and dateline.
fn sketch_of<'a>(
    body: &str,
    content: impl Iterator<Item = (&'a Passage, Words<'a>)>,
    dateline: Option<&Dateline>,
) -> Sketch {
    let after = dateline.map_or(0, |dateline| dateline.range.end);
    let running = content.filter(|(passage, _)| passage.role != PassageRole::Title);
    let words = running.flat_map(|(_, words)| words.facts());
    Sketch::of_facts(body, words.filter(|(token, _)| token.start as usize >= after))
}

/// Countries the metadata states replace those found, but keep the evidence found for them; the rest is mentioned.
fn with_stated_countries(found: Vec<CountryTag>, stated: Option<Vec<CountryCode>>) -> Vec<CountryTag> {
    let Some(stated) = stated else { return found };
    let mut tags: Vec<CountryTag> = Vec::new();
    for code in stated {
        if tags.iter().any(|tag| tag.code == code) {
            continue;
        }
        let known = found.iter().find(|tag| tag.code == code);
        let (score, evidence) = known.map_or((1.0, Vec::new()), |tag| (tag.score, tag.evidence.clone()));
        tags.push(CountryTag { code, score, role: CountryRole::Primary, evidence });
    }
    for tag in found {
        if !tags.iter().any(|other| other.code == tag.code) {
            tags.push(CountryTag { role: CountryRole::Mentioned, ..tag });
        }
    }
    tags
}

/// Topics the metadata states replace those found, with every ancestor.
fn with_stated_topics(found: Vec<TopicTag>, stated: Option<Vec<TopicPath>>) -> Vec<TopicTag> {
    let Some(stated) = stated else { return found };
    let mut tags: Vec<TopicTag> = Vec::new();
    let every = stated.iter().flat_map(|path| std::iter::once(path.clone()).chain(path.ancestors()));
    for path in every {
        if tags.iter().any(|tag| tag.path == path) {
            continue;
        }
        let known = found.iter().find(|tag| tag.path == path);
        let (score, evidence) = known.map_or((1.0, Vec::new()), |tag| (tag.score, tag.evidence.clone()));
        tags.push(TopicTag { path, score, evidence });
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::sample_tests::{ANALYZER, CONFIG};

    #[test]
    fn a_sketch_made_again_is_the_same() {
        let enricher = Enricher::new(&CONFIG, ANALYZER.clone());
        let check = |title: Option<&str>, body: &str| {
            let communique = Communique {
                id: "a".parse().unwrap(),
                title: title.map(str::to_owned),
                body: body.to_owned(),
                url: None,
                source: None,
                date: None,
                file_date: None,
                language: None,
                marked_languages: Vec::new(),
                countries: None,
                topics: None,
            };
            let enriched = enricher.enrich(communique, &mut EnrichmentCache::default());
            let again = sketch_again(&ANALYZER, &enriched.document, &mut AnalysisCache::default());
            assert_eq!(again, enriched.sketch, "{body:?}");
            again
        };
        let text = "Les polices marocaine et française ont démantelé un réseau de 12 trafiquants à Tanger.";
        let plain = check(Some("Réseau démantelé"), text);
        // Title, dateline and contacts are no part of it.
        let dressed = format!(
            "Réseau démantelé\n\nRABAT, le 3 mai 2024 (MAP) – {text}\n\nContact presse : 01 40 07 60 60"
        );
        assert_eq!(check(Some("Réseau démantelé"), &dressed), plain);
        assert_eq!(check(None, &dressed), plain);
        check(
            None,
            "Both ministers met in Paris on Monday.\n\nLes deux ministres se sont rencontrés à Paris.",
        );
        check(None, "");
    }
}
