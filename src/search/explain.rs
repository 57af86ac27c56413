//! Why a document matched: for each word of the query, what was found and how it belongs to it.

use unicode_normalization::UnicodeNormalization;

use super::marks::Mark;
use super::results::{MatchRule, SearchedTerm, SearchedWord, WordMatchView};
use crate::codes::LanguageCode;
use crate::query::{Target, Way, WayKind, WordMatch};

/// The most distinct words named for one word of the query.
const MAX_FOUND: usize = 3;

/// Collects what was found, text by text.
pub(super) struct Explanation<'a> {
    targets: &'a [Target],
    found: Vec<Vec<WordMatchView>>,
}

impl<'a> Explanation<'a> {
    pub(super) fn new(targets: &'a [Target]) -> Explanation<'a> {
        Explanation { targets, found: vec![Vec::new(); targets.len()] }
    }

    /// Adds a mark in `text`, which is in `language` there.
    pub(super) fn add(&mut self, text: &str, mark: &Mark, language: LanguageCode) {
        let (Some(target), Some(found)) = (self.targets.get(mark.target), self.found.get_mut(mark.target))
        else {
            return;
        };
        let surface = &text[mark.range.clone()];
        let view = WordMatchView {
            typed: target.typed.clone(),
            found: surface.to_owned(),
            language,
            rule: rule(&target.typed, text, mark),
        };
        let is_known = found
            .iter()
            .any(|known| known.rule == view.rule && known.found.to_lowercase() == view.found.to_lowercase());
        if !is_known {
            found.push(view);
        }
    }

    /// Word by word in the order typed, the nearest first.
    pub(super) fn finish(self) -> Vec<WordMatchView> {
        let mut all = Vec::new();
        for mut found in self.found {
            found.sort_by_key(|view| view.rule);
            found.truncate(MAX_FOUND);
            for view in found {
                if !all.contains(&view) {
                    all.push(view);
                }
            }
        }
        all
    }
}

/// What was looked up for each target.
pub(super) fn searched(targets: &[Target]) -> Vec<SearchedWord> {
    let word = |target: &Target| SearchedWord {
        typed: target.typed.clone(),
        terms: target
            .ways
            .iter()
            .map(|way| SearchedTerm { term: shown(way), rule: plain_rule(way.kind) })
            .collect(),
    };
    targets.iter().map(word).collect()
}

fn shown(way: &Way) -> String {
    match &way.matches {
        WordMatch::Form(term) | WordMatch::Stem(term) | WordMatch::Spelling(term) => term.clone(),
        WordMatch::Prefix { prefix, .. } => format!("{prefix}*"),
        WordMatch::Fuzzy { form, distance, .. } => format!("{form}~{distance}"),
        WordMatch::Phrase(forms) => format!("\"{}\"", forms.join(" ")),
    }
}

fn plain_rule(kind: WayKind) -> MatchRule {
    match kind {
        WayKind::Word => MatchRule::Exact,
        WayKind::Accents => MatchRule::Accent,
        WayKind::Inflection => MatchRule::Inflection,
        WayKind::Family => MatchRule::Family,
        WayKind::Compound => MatchRule::Compound,
        WayKind::Translation => MatchRule::Translation,
        WayKind::Prefix => MatchRule::Prefix,
        WayKind::Fuzzy => MatchRule::Fuzzy,
    }
}

fn rule(typed: &str, text: &str, mark: &Mark) -> MatchRule {
    if !matches!(mark.kind, WayKind::Word | WayKind::Accents) {
        return plain_rule(mark.kind);
    }
    let surface = lower(&text[mark.range.clone()]);
    let typed = lower(typed);
    let (typed_article, typed_word) = match typed.rsplit_once('\'') {
        Some((_, word)) if word == surface => (true, word),
        _ => (false, typed.as_str()),
    };
    if typed_word != surface {
        return MatchRule::Accent;
    }
    let has_article = text[..mark.range.start].ends_with(['\'', '’']);
    if has_article == typed_article { MatchRule::Exact } else { MatchRule::Elision }
}

/// Lower case, composed, one kind of apostrophe.
fn lower(text: &str) -> String {
    text.nfc().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(typed: &str, text: &str, found: &str, expected: MatchRule) {
        let start = text.find(found).unwrap();
        let mark = Mark { range: start..start + found.len(), target: 0, kind: WayKind::Word };
        assert_eq!(rule(typed, text, &mark), expected, "{typed} in {text}");
    }

    #[test]
    fn the_word_itself_may_differ_in_accents_and_article() {
        check("sécurité", "La Sécurité", "Sécurité", MatchRule::Exact);
        check("securite", "La Sécurité", "Sécurité", MatchRule::Accent);
        check("se\u{301}curité", "La Sécurité", "Sécurité", MatchRule::Exact);
        check("état", "de l’État", "État", MatchRule::Elision);
        check("l'État", "un État", "État", MatchRule::Elision);
        check("l'État", "de l’État", "État", MatchRule::Exact);
        check("Paris-2024", "à Paris-2024.", "Paris-2024", MatchRule::Exact);
    }

    #[test]
    fn each_finding_is_named_once_and_the_nearest_first() {
        let target = |typed: &str| Target {
            typed: typed.into(),
            field: crate::query::TextField::All,
            ways: Vec::new(),
            if_unknown: None,
            slop: 0,
        };
        let targets = [target("attentat")];
        let text = "attentats, attentat, Attentats";
        let mut explanation = Explanation::new(&targets);
        for (range, kind) in
            [(0..9, WayKind::Inflection), (11..19, WayKind::Word), (21..30, WayKind::Inflection)]
        {
            explanation.add(text, &Mark { range, target: 0, kind }, "fr".parse().unwrap());
        }
        let found: Vec<(String, MatchRule)> =
            explanation.finish().into_iter().map(|view| (view.found, view.rule)).collect();
        assert_eq!(
            found,
            [("attentat".into(), MatchRule::Exact), ("attentats".into(), MatchRule::Inflection)]
        );
    }
}
