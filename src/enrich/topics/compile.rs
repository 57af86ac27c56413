//! `topics.toml` → what the finders search for.

use rustc_hash::FxHashMap;

use super::characters::CharacterMatcher;
use super::words::{Step, TermId, WordMatcher};
use crate::analysis::{AnalysisCache, Analyzer, Passage, Token};
use crate::codes::{LanguageCode, TopicPath};
use crate::config::{Concept, Context, Scoring, Term, TermLanguage, TermWord, Topic, Topics};

/// A topic, by its place in the taxonomy.
pub(super) type TopicId = u16;
/// What occurrences are counted under: a concept, or one trigger of a topic.
pub(super) type GroupId = u32;

/// Everything in `topics.toml`, ready for use.
#[derive(Debug)]
pub(super) struct Rules {
    pub(super) topics: Vec<TopicRule>,
    /// The topic that makes an enumeration count.
    pub(super) enumeration_within: Option<TopicId>,
    pub(super) groups: Vec<Group>,
    pub(super) terms: Vec<TermRule>,
    pub(super) words: FxHashMap<LanguageCode, WordMatcher>,
    pub(super) characters: FxHashMap<LanguageCode, CharacterMatcher>,
    /// Folded forms that deny what follows.
    pub(super) negation: FxHashMap<LanguageCode, Vec<Box<str>>>,
    pub(super) scoring: Scoring,
}

#[derive(Debug)]
pub(super) struct TopicRule {
    pub(super) path: TopicPath,
    pub(super) parent: Option<TopicId>,
    pub(super) threshold: f32,
    pub(super) min_count: u32,
}

#[derive(Debug)]
pub(super) struct Group {
    /// The topics it proves, with the weight of one occurrence.
    pub(super) topics: Vec<(TopicId, f32)>,
    pub(super) masks: bool,
    /// Whether it counts only where nothing else gives the document a topic.
    pub(super) residual: bool,
    pub(super) context: Option<Needed>,
    /// How evidence names it: a concept's id, nothing for a trigger.
    pub(super) name: Option<Box<str>>,
}

#[derive(Debug)]
pub(super) struct TermRule {
    pub(super) group: GroupId,
    pub(super) factor: f32,
    pub(super) context: Option<Needed>,
    /// As evidence shows it.
    pub(super) shown: Box<str>,
    pub(super) language: Option<LanguageCode>,
}

/// A concept that must stand near, by its group.
#[derive(Debug, Clone, Copy)]
pub(super) enum Needed {
    Passage(GroupId),
    Document(GroupId),
}

impl Rules {
    pub(super) fn compile(topics: &Topics, analyzer: &Analyzer) -> Rules {
        let paths: Vec<&Topic> = topics.iter().collect();
        let id_of =
            |path: &TopicPath| paths.iter().position(|topic| topic.slug == *path).map(|at| at as TopicId);
        let topic_rules = paths.iter().map(|topic| TopicRule {
            path: topic.slug.clone(),
            parent: topic.slug.parent().and_then(|parent| id_of(&parent)),
            threshold: topic.threshold,
            min_count: topic.min_count,
        });
        let mut compiler = Compiler {
            analyzer,
            cache: AnalysisCache::default(),
            concept_groups: topics
                .concepts()
                .iter()
                .zip(0..)
                .map(|(concept, at)| (concept.id.as_str(), at))
                .collect(),
            rules: Rules {
                topics: topic_rules.collect(),
                enumeration_within: id_of(&topics.scoring().enumeration.within),
                groups: Vec::new(),
                terms: Vec::new(),
                words: FxHashMap::default(),
                characters: FxHashMap::default(),
                negation: FxHashMap::default(),
                scoring: topics.scoring().clone(),
            },
        };
        // Concepts first: their groups are numbered as they stand in the file, for contexts to refer to.
        for concept in topics.concepts() {
            let proved = concept.topics.iter().filter_map(|(path, weight)| Some((id_of(path)?, *weight)));
            compiler.concept(concept, proved.collect());
        }
        for (topic, id) in topics.iter().zip(0..) {
            compiler.triggers(topic, id);
        }
        compiler.negation(topics);
        let mut rules = compiler.rules;
        rules.words.values_mut().for_each(WordMatcher::finish);
        rules
    }
}

/// What becomes of a term's function words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filler {
    Dropped,
    Kept,
}

struct Compiler<'a> {
    analyzer: &'a Analyzer,
    cache: AnalysisCache,
    concept_groups: FxHashMap<&'a str, GroupId>,
    rules: Rules,
}

impl<'a> Compiler<'a> {
    fn concept(&mut self, concept: &Concept, topics: Vec<(TopicId, f32)>) {
        let context = self.needed(concept.context.as_ref());
        let name = Some(concept.id.as_str().into());
        let group =
            self.group(Group { topics, masks: concept.masks, residual: concept.residual, context, name });
        for (language, terms) in &concept.terms {
            for term in terms {
                self.term(*language, term, group, term.weight);
            }
        }
    }

    fn triggers(&mut self, topic: &Topic, id: TopicId) {
        for (language, terms) in &topic.triggers {
            for term in terms {
                let topics = vec![(id, term.weight)];
                let group =
                    self.group(Group { topics, masks: false, residual: false, context: None, name: None });
                self.term(*language, term, group, 1.0);
            }
        }
    }

    fn group(&mut self, group: Group) -> GroupId {
        self.rules.groups.push(group);
        self.rules.groups.len() as GroupId - 1
    }

    fn needed(&self, context: Option<&Context>) -> Option<Needed> {
        let context = context?;
        let &group = self.concept_groups.get(context.concept())?;
        Some(match context {
            Context::Passage(_) => Needed::Passage(group),
            Context::Document(_) => Needed::Document(group),
        })
    }

    fn term(&mut self, language: TermLanguage, term: &Term, group: GroupId, factor: f32) {
        let context = self.needed(term.context.as_ref());
        let one = match language {
            TermLanguage::One(code) => Some(code),
            TermLanguage::Any => None,
        };
        let id = self.rules.terms.len() as TermId;
        let shown = term.to_string().into();
        self.rules.terms.push(TermRule { group, factor, context, shown, language: one });
        match one {
            Some(code) if language.is_unspaced() => {
                let text: String = term.words.iter().filter_map(TermWord::text).collect();
                self.rules.characters.entry(code).or_default().insert(&text, id);
            }
            Some(code) => self.insert(code, term, id),
            None => {
                let codes: Vec<LanguageCode> = self.analyzer.languages().iter().map(|one| one.code).collect();
                for code in codes.into_iter().chain([LanguageCode::OTHER]) {
                    self.insert(code, term, id);
                }
            }
        }
    }

    fn insert(&mut self, language: LanguageCode, term: &Term, id: TermId) {
        let mut steps = self.steps(language, term, Filler::Dropped);
        if steps.len() < 2 && term.words.len() > 1 {
            // Without its function words the term would be a word that means something else: `sin papeles`.
            steps = self.steps(language, term, Filler::Kept);
        }
        self.rules.words.entry(language).or_default().insert(&steps, id);
    }

    /// What the words of a term ask for; several steps for a word with inner signs.
    fn steps(&mut self, language: LanguageCode, term: &Term, filler: Filler) -> Vec<Step> {
        let mut steps = Vec::with_capacity(term.words.len());
        for word in &term.words {
            let Some(text) = word.text() else {
                steps.push(Step::Gap);
                continue;
            };
            let tokens = self.tokens(language, text);
            let last = tokens.len().saturating_sub(1);
            for (at, token) in tokens.iter().enumerate() {
                let form = || token.word.form.clone();
                let written = || text[token.start as usize..token.end as usize].to_lowercase().into();
                match word {
                    TermWord::Prefix(_) if at == last => steps.push(Step::Prefix(form(), written())),
                    TermWord::Exact(_) => steps.push(Step::Form(form())),
                    TermWord::Capitals(_) if token.word.is_all_caps => steps.push(Step::Capitals(form())),
                    _ if token.word.is_stop_word && filler == Filler::Dropped => {}
                    _ if token.word.is_stop_word => steps.push(Step::Form(form())),
                    _ => steps.push(Step::Stems(token.word.stems.clone(), written())),
                }
            }
        }
        steps
    }

    fn tokens(&mut self, language: LanguageCode, text: &str) -> Vec<Token> {
        let mut tokens = Vec::new();
        let passage = Passage { text, language, offset: 0, first_position: 0 };
        self.analyzer.analyse(&mut self.cache, passage, &mut tokens);
        tokens
    }

    fn negation(&mut self, topics: &Topics) {
        let codes: Vec<LanguageCode> = self.analyzer.languages().iter().map(|one| one.code).collect();
        for code in codes {
            let words = topics.negation(code).iter().flat_map(|word| self.tokens(code, word));
            let forms = words.map(|token| token.word.form.clone()).collect::<Vec<_>>();
            if !forms.is_empty() {
                self.rules.negation.insert(code, forms);
            }
        }
    }
}
