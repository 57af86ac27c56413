//! Evidence → language: how the two witnesses are weighed.

use super::lexicon::{Depth, Evidence, LanguageIndex, Lexicon};
use super::script::Script;
use super::trigrams::{Answer, Trigrams};
use crate::codes::LanguageCode;
use crate::config::Languages;

/// A language, and how sure it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Decision {
    /// The language, or [`LanguageCode::OTHER`].
    pub(super) language: LanguageCode,
    /// 0 to 1.
    pub(super) confidence: f32,
}

/// Over this confidence, whatlang's word that a text is in a language we do not have is taken.
const FOREIGN_CONFIDENCE: f32 = 0.3;

/// A text with so large a part of a language's function words is in that language, whatever the trigrams.
const CERTAIN_COVERAGE: f32 = 0.4;

/// With a smaller part of function words, a passage is a list of names and tells no language of its own.
const PROSE_COVERAGE: f32 = 0.12;

/// A text of so many words, so large a part of them function words, whose second best language scores less than this
/// part of its best, needs no second witness.
const OBVIOUS_WORDS: u32 = 30;
const OBVIOUS_COVERAGE: f32 = 0.3;
const OBVIOUS_MARGIN: f32 = 0.75;

/// Letters in threes tell so few languages of one script apart in a single word, too: Arabic and Persian do not look alike.
const FEW_LANGUAGES: usize = 2;

/// So many words are asked for their language though none of them is a function word.
const TELLING_WORDS: u32 = 3;

/// What the trigrams' answer adds to a language's score, for each word and in all.
const TRIGRAM_WEIGHT: f32 = 0.25;

/// Decides the language of one text.
#[derive(Debug)]
pub(super) struct Judge {
    codes: Vec<LanguageCode>,
    lexicon: Lexicon,
    trigrams: Trigrams,
}

impl Judge {
    pub(super) fn new(languages: &Languages) -> Judge {
        let codes = languages.iter().map(|language| language.code).collect();
        Judge { codes, lexicon: Lexicon::new(languages), trigrams: Trigrams::new(languages) }
    }

    /// The cheap evidence of a text.
    pub(super) fn read(&self, text: &str, depth: Depth) -> Evidence {
        self.lexicon.read(text, depth)
    }

    /// The language that a text's function words leave no doubt about.
    pub(super) fn obvious(&self, evidence: &Evidence) -> Option<Decision> {
        let script = evidence.scripts.main()?;
        let mut scores: Vec<(f32, LanguageIndex)> =
            self.lexicon.written_in(script).map(|index| (evidence.scores[index], index)).collect();
        let (score, index) = best(&scores)?;
        scores.retain(|(_, other)| *other != index);
        let second = best(&scores).map_or(0.0, |(score, _)| score);
        let obvious = evidence.words >= OBVIOUS_WORDS
            && evidence.coverage(index) >= OBVIOUS_COVERAGE
            && second <= score * OBVIOUS_MARGIN;
        obvious.then_some(Decision { language: self.codes[index], confidence: 1.0 })
    }

    /// The language of a text of this evidence; `None` when nothing tells it. `declared` is what its metadata says.
    pub(super) fn decide(
        &self,
        text: &str,
        evidence: &Evidence,
        declared: Option<LanguageCode>,
    ) -> Option<Decision> {
        let script = evidence.scripts.main()?;
        let candidates: Vec<LanguageIndex> = self.lexicon.written_in(script).collect();
        match candidates[..] {
            [] => return Some(Decision { language: LanguageCode::OTHER, confidence: 1.0 }),
            [only] if matches!(script, Script::Greek | Script::Kana | Script::Han | Script::Hangul) => {
                return Some(Decision { language: self.codes[only], confidence: 1.0 });
            }
            _ => {}
        }
        let mut scores: Vec<(f32, LanguageIndex)> =
            candidates.iter().map(|&index| (evidence.scores[index], index)).collect();
        if let Some(declared) = declared
            && let Some(own) = scores.iter_mut().find(|(_, index)| self.codes[*index] == declared)
        {
            own.0 += 1.0;
        }
        let answer = self.ask(text, evidence, best(&scores))?;
        if answer.language == LanguageCode::OTHER {
            return Some(Decision { language: LanguageCode::OTHER, confidence: answer.confidence });
        }
        let weight = 1.0 + TRIGRAM_WEIGHT * (evidence.words.min(40) as f32);
        if let Some(own) = scores.iter_mut().find(|(_, index)| self.codes[*index] == answer.language) {
            own.0 += answer.confidence.max(0.1) * weight;
        }
        let (score, index) = best(&scores)?;
        let second =
            scores.iter().filter(|(_, other)| *other != index).map(|(score, _)| *score).fold(0.0, f32::max);
        let language = self.codes[index];
        let confidence = if score <= 0.0 { 0.0 } else { (2.0 * (score - second) / score).clamp(0.1, 1.0) };
        Some(Decision { language, confidence })
    }

    /// Asks the trigrams: among all first, since an answer among ours alone would claim foreign texts.
    fn ask(&self, text: &str, evidence: &Evidence, best: Option<(f32, LanguageIndex)>) -> Option<Answer> {
        let any = self.trigrams.ask_any(text)?;
        if any.language != LanguageCode::OTHER {
            return Some(any);
        }
        let covered = best.map_or(0.0, |(_, index)| evidence.coverage(index));
        if any.confidence > FOREIGN_CONFIDENCE && covered < CERTAIN_COVERAGE {
            return Some(any);
        }
        self.trigrams.ask_configured(text)
    }

    /// Whether a text says enough to be asked for its language: of a word or two, endings and letters in threes make
    /// anything.
    pub(super) fn is_told(&self, evidence: &Evidence) -> bool {
        let Some(script) = evidence.scripts.main() else { return false };
        let written: Vec<LanguageIndex> = self.lexicon.written_in(script).collect();
        evidence.words >= TELLING_WORDS
            || written.len() <= FEW_LANGUAGES
            || written.into_iter().any(|index| evidence.hits[index] > 0)
    }

    fn index_of(&self, language: LanguageCode) -> Option<LanguageIndex> {
        self.codes.iter().position(|code| *code == language)
    }

    /// Whether nothing in a passage speaks against its being in `language`, and something speaks for it.
    pub(super) fn fits(&self, evidence: &Evidence, language: LanguageCode) -> bool {
        let Some(index) = self.index_of(language) else { return false };
        let Some(script) = evidence.scripts.main() else { return false };
        if !self.lexicon.written_in(script).any(|other| other == index) {
            return false;
        }
        let unshared = matches!(script, Script::Greek | Script::Kana | Script::Han | Script::Hangul);
        let own = evidence.scores[index];
        let top = evidence.scores.iter().copied().fold(0.0, f32::max);
        unshared || (own > 0.0 && own >= top * 0.85)
    }

    /// Whether the words of a passage speak clearly against its being in `language`.
    pub(super) fn contradicts(&self, evidence: &Evidence, language: LanguageCode) -> bool {
        let Some(script) = evidence.scripts.main() else { return false };
        let Some(index) = self.index_of(language) else { return false };
        if !self.lexicon.written_in(script).any(|other| other == index) {
            return true;
        }
        let top = evidence.scores.iter().copied().fold(0.0, f32::max);
        top > 6.0 && evidence.scores[index] < top * 0.4
    }

    /// Whether a passage is made of sentences in `language`, not of names in a list.
    pub(super) fn is_prose(&self, evidence: &Evidence, language: LanguageCode) -> bool {
        self.index_of(language).is_none_or(|index| evidence.coverage(index) >= PROSE_COVERAGE)
    }

    /// Whether a passage's script is not that of `language`.
    pub(super) fn is_in_another_script(&self, evidence: &Evidence, language: Option<LanguageCode>) -> bool {
        let (Some(script), Some(language)) = (evidence.scripts.main(), language) else { return false };
        match self.index_of(language) {
            Some(index) => !self.lexicon.written_in(script).any(|other| other == index),
            None => false,
        }
    }

    /// Of two languages the one a passage's own words speak for; the first when they do not tell.
    pub(super) fn prefer(
        &self,
        evidence: &Evidence,
        first: LanguageCode,
        second: LanguageCode,
    ) -> LanguageCode {
        let score = |language| {
            let index: Option<LanguageIndex> = self.index_of(language);
            index.and_then(|index| evidence.scores.get(index)).copied().unwrap_or(0.0)
        };
        if score(second) > score(first) { second } else { first }
    }
}

fn best(scores: &[(f32, LanguageIndex)]) -> Option<(f32, LanguageIndex)> {
    scores.iter().copied().max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)))
}

#[cfg(test)]
impl Judge {
    /// What whatlang alone says among the configured languages: the measure of what the rest is worth.
    pub(super) fn plain(&self, text: &str) -> LanguageCode {
        self.trigrams.ask_configured(text).map_or(LanguageCode::UNDETERMINED, |answer| answer.language)
    }
}
