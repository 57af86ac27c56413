//! Organisations named in a document: international bodies, armed and criminal groups.
//!
//! Owns how mentions become tags; the names are those of `organisations.toml`, found by the
//! gazetteer. Knows nothing of persons and countries.

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::gazetteer::{Found, Gazetteer, GazetteerBuilder, Inflects, Spoken, WordId};
use super::view::DocumentView;
use crate::analysis::{Analyzer, Word};
use crate::codes::LanguageCode;
use crate::communique::{Evidence, NameTag, TextPlace};
use crate::config::Organisations;

/// The most places shown for one organisation; further ones count but are not shown.
const MOST_EVIDENCE: usize = 16;

/// Finds organisations. Shared by all threads.
#[derive(Debug)]
pub(super) struct OrganisationTagger {
    gazetteer: Gazetteer,
    names: Vec<String>,
    aliases: Vec<Alias>,
}

/// One name of an organisation; a gazetteer's number is an index into the list of them.
#[derive(Debug)]
struct Alias {
    organisation: usize,
    text: String,
    /// The name has other meanings: it counts only beside another name of the organisation.
    is_doubtful: bool,
}

#[derive(Default)]
struct Tally {
    sure: u32,
    doubtful: u32,
    evidence: Vec<Evidence>,
}

impl OrganisationTagger {
    /// A tagger by `organisations`; `analyzer` must be the one that makes the documents' tokens.
    pub(super) fn new(organisations: &Organisations, analyzer: &Analyzer) -> OrganisationTagger {
        let mut builder = GazetteerBuilder::new(analyzer, |note| &note.organisations);
        let (mut names, mut aliases) = (Vec::new(), Vec::new());
        for (number, organisation) in organisations.iter().enumerate() {
            names.push(organisation.name.clone());
            let written = organisation.aliases.iter().chain(organisation.labels.values());
            for alias in written.chain([&organisation.name]) {
                let (text, is_doubtful) = match alias.strip_suffix('?') {
                    Some(text) => (text, true),
                    None => (alias.as_str(), false),
                };
                builder.add(text, aliases.len() as u32, Inflects::Name, Spoken::Everywhere);
                aliases.push(Alias { organisation: number, text: text.to_owned(), is_doubtful });
            }
        }
        OrganisationTagger { gazetteer: builder.build(), names, aliases }
    }

    /// The words of organisations' names that a word in a text of `language` may be.
    pub(super) fn name_words(&self, word: &Word, language: LanguageCode) -> SmallVec<[WordId; 2]> {
        self.gazetteer.name_words(word, language)
    }

    /// The organisations of a document, most often named first.
    pub(super) fn tag(&self, view: &DocumentView<'_>) -> Vec<NameTag> {
        let mut tallies: FxHashMap<usize, Tally> = FxHashMap::default();
        let mut add = |found: Found, place: TextPlace| {
            // Two bodies may share an acronym: the one listed first is meant.
            let Some(alias) = found.ids.iter().min().map(|id| &self.aliases[*id as usize]) else { return };
            let tally = tallies.entry(alias.organisation).or_default();
            tally.sure += u32::from(!alias.is_doubtful);
            tally.doubtful += u32::from(alias.is_doubtful);
            if tally.evidence.len() < MOST_EVIDENCE {
                let rule = format!("organisation \"{}\"", alias.text);
                let evidence = Evidence { place, range: found.range, rule, weight: 1.0 };
                tally.evidence.push(evidence);
            }
        };
        let title = view.title;
        self.gazetteer.find(title, 0..title.len(), view.title_words(), view.title_language, |found| {
            add(found, TextPlace::Title);
        });
        for (passage, words) in view.content() {
            self.gazetteer.find(view.body, passage.range.clone(), words, passage.language, |found| {
                add(found, TextPlace::Body);
            });
        }
        let mut counted: Vec<(u32, usize, Tally)> = tallies
            .into_iter()
            .filter(|(_, tally)| tally.sure > 0)
            .map(|(organisation, tally)| (tally.sure + tally.doubtful, organisation, tally))
            .collect();
        counted.sort_by_key(|(count, organisation, _)| (std::cmp::Reverse(*count), *organisation));
        let tag = |(_, organisation, tally): (u32, usize, Tally)| NameTag {
            name: self.names[organisation].clone(),
            evidence: tally.evidence,
        };
        counted.into_iter().map(tag).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::{AnalysisCache, Passage as Stretch, Tokens};
    use crate::config::Config;

    #[track_caller]
    fn check(language: &str, title: &str, expected: &[&str]) {
        let config = Config::built_in().unwrap();
        let analyzer = Analyzer::new(config.languages.clone());
        let tagger = OrganisationTagger::new(&config.organisations, &analyzer);
        let title_language: LanguageCode = language.parse().unwrap();
        let mut title_tokens = Tokens::new();
        let stretch = Stretch { text: title, language: title_language, offset: 0, first_position: 0 };
        analyzer.analyse(&mut AnalysisCache::default(), stretch, &mut title_tokens);
        let view = DocumentView {
            title,
            title_language,
            title_tokens: &title_tokens,
            body: "",
            body_tokens: &[],
            notes: Default::default(),
            passages: &[],
            languages: &[],
            source: None,
            url: None,
            place: None,
        };
        let tags = tagger.tag(&view);
        let names: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, expected, "{title:?}");
        for evidence in tags.iter().flat_map(|tag| &tag.evidence) {
            assert!(!title[evidence.range.clone()].is_empty());
        }
    }

    #[test]
    fn the_same_body_in_every_language() {
        check("fr", "Les pays membres du G7 et l'OTAN", &["NATO", "G7"]);
        check("fr", "l’État islamique et Al-Qaïda", &["Islamic State", "Al-Qaeda"]);
        check("de", "im Kampf gegen den Islamischen Staat", &["Islamic State"]);
        check("ar", "تنظيم داعش", &["Islamic State"]);
        check("ru", "Генеральная ассамблея ООН", &["UN"]);
        check("ja", "国連は国際刑事警察機構と", &["UN", "Interpol"]);
        check("it", "la ’Ndrangheta e la Camorra", &["'Ndrangheta", "Camorra"]);
    }

    #[test]
    fn acronyms_are_capitals_and_doubtful_names_need_another() {
        check("fr", "au sujet de un accord", &[]);
        check("en", "an anonymous donor", &[]);
        check("en", "Anonymous", &[]);
        check("fr", "l'UA condamne", &[]);
        check("fr", "Union africaine : l'UA condamne", &["African Union"]);
    }
}
