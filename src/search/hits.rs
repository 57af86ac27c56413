//! An engine's hit → what is shown of it.

use super::explain::Explanation;
use super::highlight::{marked, merged};
use super::marks::Answers;
use super::reading::{Extent, Reader};
use super::results::{Hit, HitFamily};
use super::snippet::{SNIPPET_CHARS, snippet};
use crate::analysis::{AnalysisCache, Analyzer};
use crate::engine::EngineHit;
use crate::query::Target;

/// Shows the hits of one search.
pub(super) struct HitWriter<'a, 'f> {
    pub(super) analyzer: &'a Analyzer,
    pub(super) answers: Answers<'f>,
    pub(super) targets: &'a [Target],
    pub(super) explain: bool,
    pub(super) cache: &'a mut AnalysisCache,
}

impl HitWriter<'_, '_> {
    pub(super) fn write(&mut self, found: EngineHit) -> Hit {
        let document = found.stored.document;
        let mut reader = Reader { analyzer: self.analyzer, answers: &mut self.answers, cache: self.cache };
        let in_title = reader.title(&document);
        let extent = if self.explain { Extent::Explained } else { Extent::Snippet };
        let passages = reader.body(&document, extent);
        let matched = self.explain.then(|| {
            let mut explanation = Explanation::new(self.targets);
            for (language, mark) in &in_title {
                explanation.add(&document.title, mark, *language);
            }
            for passage in &passages {
                for mark in &passage.marks {
                    explanation.add(&document.body, mark, passage.language);
                }
            }
            explanation.finish()
        });
        let title_marks = merged(in_title.into_iter().map(|(_, mark)| mark.range));
        Hit {
            title_highlighted: marked(&document.title, &title_marks),
            snippet: snippet(&document.body, &passages, SNIPPET_CHARS),
            language: document.main_language(),
            countries: document.primary_countries().collect(),
            topics: document.topics.iter().map(|tag| tag.path.clone()).collect(),
            organisations: document.organisations.iter().map(|tag| tag.name.clone()).collect(),
            score: found.score,
            family: HitFamily { id: format!("{:x}", found.stored.family.0), size: found.family_size },
            matched,
            id: document.id,
            title: document.title,
            url: document.url,
            source: document.source,
            date: document.date,
            place: document.place,
        }
    }
}
