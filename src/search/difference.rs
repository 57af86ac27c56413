//! How two copies of a text differ, word by word.

use std::time::{Duration, Instant};

use serde::Serialize;
use similar::{Algorithm, ChangeTag, TextDiff};
use utoipa::ToSchema;

/// How long two texts are compared at most; then the rest is given as replaced.
const MOST_TIME: Duration = Duration::from_millis(100);
/// Words of an unchanged stretch that are kept at each of its ends.
const CONTEXT_WORDS: usize = 8;

/// A stretch of text that two copies share or do not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct DifferencePart {
    /// Who has it.
    pub kind: DifferenceKind,
    /// The words, with the white space between them; of a long stretch that both have the ends alone, with ` … ` between.
    pub text: String,
}

/// Which of two copies has a stretch of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum DifferenceKind {
    /// Both.
    Equal,
    /// The first alone.
    Removed,
    /// The second alone.
    Added,
}

/// How `after` differs from `before`, word by word (Myers 1986).
pub fn difference(before: &str, after: &str) -> Vec<DifferencePart> {
    let mut config = TextDiff::configure();
    config.algorithm(Algorithm::Myers).deadline(Instant::now() + MOST_TIME);
    let diff = config.diff_words(before, after);
    let mut parts: Vec<DifferencePart> = Vec::new();
    for change in diff.iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => DifferenceKind::Equal,
            ChangeTag::Delete => DifferenceKind::Removed,
            ChangeTag::Insert => DifferenceKind::Added,
        };
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => parts.push(DifferencePart { kind, text: change.value().to_owned() }),
        }
    }
    for part in &mut parts {
        if part.kind == DifferenceKind::Equal {
            part.text = shortened(&part.text);
        }
    }
    parts
}

fn shortened(text: &str) -> String {
    let words: Vec<&str> = text.split_inclusive(char::is_whitespace).collect();
    if words.len() <= 2 * CONTEXT_WORDS + 4 {
        return text.to_owned();
    }
    let (first, last) = (&words[..CONTEXT_WORDS], &words[words.len() - CONTEXT_WORDS..]);
    format!("{} … {}", first.concat().trim_end(), last.concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(before: &str, after: &str) -> String {
        let part = |part: DifferencePart| match part.kind {
            DifferenceKind::Equal => part.text,
            DifferenceKind::Removed => format!("[-{}]", part.text),
            DifferenceKind::Added => format!("[+{}]", part.text),
        };
        difference(before, after).into_iter().map(part).collect()
    }

    #[test]
    fn copies_differ_by_words() {
        assert_eq!(shape("Paris (AFP) - Un accord", "Un accord"), "[-Paris (AFP) - ]Un accord");
        assert_eq!(shape("un accord signé", "un pacte signé"), "un [-accord][+pacte] signé");
        assert_eq!(shape("même", "même"), "même");
        assert_eq!(shape("", "neuf"), "[+neuf]");
        assert_eq!(shape("", ""), "");
    }

    #[test]
    fn long_equal_stretches_are_shortened() {
        let same = "mot ".repeat(100);
        let shape = shape(&format!("{same}fin"), &format!("{same}suite"));
        assert!(shape.contains(" … ") && shape.len() < 120, "{shape}");
    }
}
