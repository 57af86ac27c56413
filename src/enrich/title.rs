//! The title: the metadata's, else the line of the body that is fit to be one.
//!
//! Owns the choice and the cut. A title is a line of its own at the top that is no date, no
//! dateline, no greeting and no rubbish; a body without one is named by how its first sentence begins.

use std::ops::Range;

use super::dateline::{Dateline, dated_line_at};
use super::dates::DayOrder;
use super::publication::begins_with_act;
use crate::communique::{Passage, PassageRole};

/// A title and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundTitle {
    /// The title on one line; empty only when the body has no word.
    pub text: String,
    /// Bytes of the body it was taken from, when it stands there.
    pub range: Option<Range<usize>>,
}

/// Characters of a title made of a first sentence, without its `…`.
pub const MAX_CUT_CHARS: usize = 120;

/// Characters of a line that is a title; longer ones are paragraphs.
const MAX_LINE_CHARS: usize = 250;

/// Characters of the title of an act (`Déclaration de M. …, sur …, à Paris le …`), which says it all at length.
const MAX_ACT_CHARS: usize = 600;

/// Words that a title line has at least, unless the body repeats it.
const MIN_WORDS: usize = 3;

/// Passages looked at from the top.
const PASSAGES: usize = 8;

/// The title of a body: `metadata` if it says one, else a line found, else the start of the first sentence.
pub fn find_title(
    metadata: Option<&str>,
    body: &str,
    passages: &[Passage],
    dateline: Option<&Dateline>,
) -> FoundTitle {
    if let Some(title) = metadata.map(on_one_line).filter(|title| !title.is_empty()) {
        let repeated = passages.iter().take(PASSAGES + 2).find(|passage| passage.role == PassageRole::Title);
        return FoundTitle { text: title, range: repeated.map(|passage| passage.range.clone()) };
    }
    let top: Vec<&Passage> =
        passages.iter().filter(|passage| passage.role.is_content()).take(PASSAGES).collect();
    for (at, passage) in top.iter().enumerate() {
        let line = &body[passage.range.clone()];
        let starts_text = dateline.is_some_and(|dateline| passage.range.contains(&dateline.range.start));
        let is_only_date =
            starts_text && dateline.is_some_and(|dateline| dateline.range.end >= passage.range.end);
        if is_only_date || is_dated_line(line) {
            continue;
        }
        let followed = top.get(at + 1).is_some_and(|next| !next.range.is_empty());
        if !starts_text && followed && is_title_line(line) {
            return FoundTitle { text: on_one_line(line), range: Some(passage.range.clone()) };
        }
        if starts_text || !is_label(line) {
            break;
        }
    }
    first_sentence(body, &top, dateline)
}

/// A text as one line: white space, soft hyphens and control characters are no part of a title.
fn on_one_line(text: &str) -> String {
    let visible = |c: &char| *c != '\u{ad}' && *c != '\u{feff}';
    let spaced = text.chars().filter(visible).map(|c| if c.is_control() { ' ' } else { c });
    let text: String = spaced.collect();
    let mut line = String::with_capacity(text.len());
    for word in text.split([' ', '\u{2028}', '\u{2029}']).filter(|word| !word.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
    }
    line
}

fn is_dated_line(line: &str) -> bool {
    let dateline = dated_line_at(line, DayOrder::Unknown);
    dateline.is_some_and(|dateline| line[dateline.range.end..].trim().is_empty())
}

/// Whether a line reads as a title: some words, no greeting, no quotation, not a sentence of a paragraph.
fn is_title_line(line: &str) -> bool {
    let chars = line.chars().take(MAX_ACT_CHARS + 1).count();
    let is_act = begins_with_act(line);
    if chars > if is_act { MAX_ACT_CHARS } else { MAX_LINE_CHARS } || line.lines().count() > 3 {
        return false;
    }
    let words = words(line);
    let opens = line.starts_with(|c: char| {
        c.is_alphanumeric() && !c.is_lowercase() || "«\"“”„¿¡‘’'「『《【[(".contains(c)
    });
    let is_sentence = line.ends_with(['.', ';', '。']) && !line.ends_with("..") && words > 25 && !is_act;
    opens && words >= MIN_WORDS && !line.ends_with([',', ':', '،']) && !is_sentence && !is_quotation(line)
}

/// Lines of one or two words above the title: the kind of document, a section, a name.
fn is_label(line: &str) -> bool {
    words(line) < MIN_WORDS && line.len() <= 80
}

fn is_quotation(line: &str) -> bool {
    let closes = line.ends_with(['»', '”', '"', '“']);
    closes && line.starts_with(['«', '“', '"', '„']) && words(line) > 15
}

/// Words, or pairs of characters in scripts without spaces.
fn words(text: &str) -> usize {
    let unspaced =
        text.chars().filter(|c| matches!(*c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}')).count();
    text.split_whitespace().count().max(unspaced / 2)
}

/// How the first sentence after the dateline begins.
fn first_sentence(body: &str, top: &[&Passage], dateline: Option<&Dateline>) -> FoundTitle {
    let after_dateline = dateline.map_or(0, |dateline| dateline.range.end);
    let start = |passage: &Passage| passage.range.start.max(after_dateline.min(passage.range.end));
    let mut texts = top.iter().map(|passage| start(passage)..passage.range.end);
    let found = texts.find_map(|range| {
        let text = &body[range.clone()];
        let skipped = text.len()
            - text.trim_start_matches(|c: char| !c.is_alphanumeric() && !"«\"“”„¿¡([".contains(c)).len();
        (skipped < text.len()).then(|| range.start + skipped..range.end)
    });
    let Some(range) = found else {
        return FoundTitle::default();
    };
    let text = &body[range.clone()];
    let end = cut_at(text);
    let whole = end.sentence || end.at == text.len();
    let title = text[..end.at].trim_end();
    let kept = range.start..range.start + title.len();
    let mut line =
        on_one_line(title.trim_end_matches(|c: char| !whole && (c == ',' || c == ';' || c == ':')));
    if !whole {
        line.push('…');
    }
    FoundTitle { text: line, range: Some(kept) }
}

/// Where a text is cut, and whether a sentence ends there.
struct Cut {
    at: usize,
    sentence: bool,
}

/// The end of the first sentence, else the last end of a word within [`MAX_CUT_CHARS`].
fn cut_at(text: &str) -> Cut {
    let limit = text.char_indices().nth(MAX_CUT_CHARS).map_or(text.len(), |(at, _)| at);
    let head = &text[..limit];
    let mut word_letters = 0;
    let mut last_space = None;
    for (at, c) in head.char_indices() {
        let after = at + c.len_utf8();
        let next = text[after..].chars().next();
        let ends = match c {
            '。' | '！' | '？' | '\n' => true,
            '!' | '?' | '؟' => next.is_none_or(char::is_whitespace),
            // After a short word a full stop marks an abbreviation (`M. Valls`, `U.S. Attorney`).
            '.' => word_letters > 3 && next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if ends {
            let keeps_sign = matches!(c, '!' | '?' | '！' | '？' | '؟');
            return Cut { at: if keeps_sign { after } else { at }, sentence: true };
        }
        if c.is_whitespace() {
            last_space = Some(at);
        }
        word_letters = if c.is_alphanumeric() { word_letters + 1 } else { 0 };
    }
    match last_space {
        _ if limit == text.len() => Cut { at: limit, sentence: true },
        // A script without spaces is cut where the limit is.
        Some(at) if at * 2 > limit => Cut { at, sentence: false },
        _ => Cut { at: limit, sentence: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::enrich::dateline::find_dateline;
    use crate::enrich::passages::split_passages;
    use proptest::prelude::*;

    fn found(metadata: Option<&str>, body: &str) -> FoundTitle {
        let passages = split_passages(body, metadata);
        let dateline = find_dateline(body, &passages, DayOrder::DayFirst);
        find_title(metadata, body, &passages, dateline.as_ref())
    }

    #[track_caller]
    fn check(body: &str, expected: &str) {
        let title = found(None, body);
        assert_eq!(title.text, expected, "{body}");
    }

    const PROSE: &str = "Le ministre a reçu mardi son homologue pour parler de la frontière commune et des contrôles que les deux pays y mènent ensemble depuis trois ans, a indiqué son service, avant une visite de la zone.";

    #[test]
    fn lines_found() {
        check(
            &format!("Soutenez\n\nLa France et le Québec s’entendent\n\nPhoto: A. B./AP\n\nPARIS – {PROSE}"),
            "La France et le Québec s’entendent",
        );
        check(
            &format!(
                "Accueil Monde Deux pays et une frontière\n\nDeux pays et une frontière\n\n0\n\n{PROSE}"
            ),
            "Deux pays et une frontière",
        );
        check(
            &format!("Communiqué\n\nParis, le 3 mars 2023\n\nVisite du ministre à la frontière\n\n{PROSE}"),
            "Visite du ministre à la frontière",
        );
        let act = "Déclaration de M. A, ministre, sur les relations avec les pays voisins, la frontière, les contrôles que les pays y mènent et les moyens qu'ils y mettent, à Paris le 3 mars 2023.";
        check(&format!("{act}\n\nMesdames,\n\n{PROSE}"), act);
        check(&format!("外交部発言人記者会見\n\n{PROSE}"), "外交部発言人記者会見");
    }

    #[test]
    fn sentences_cut() {
        check(
            &format!(" date 2024-12 QUÉBEC, le 13 déc. 2024 /CNW/ - {PROSE}"),
            "Le ministre a reçu mardi son homologue pour parler de la frontière commune et des contrôles que les deux pays y mènent…",
        );
        check("PARIS – M. Valls est venu. Il est reparti.", "M. Valls est venu");
        check("", "");
        check("?!", "");
        check(&format!("Monsieur le Ministre,\n\n{PROSE}"), "Monsieur le Ministre,");
        let title = found(None, &"字".repeat(500));
        assert_eq!(title.text.chars().count(), MAX_CUT_CHARS + 1);
    }

    #[test]
    fn metadata_first() {
        let body = format!("Deux pays et une frontière\n\n{PROSE}");
        let title = found(Some(" Deux pays\n et une frontière "), &body);
        assert_eq!(title.text, "Deux pays et une frontière");
        assert_eq!(title.range, Some(0..body.find('\n').unwrap()));
        assert_eq!(found(Some("  "), &body).text, "Deux pays et une frontière");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(150))]

        #[test]
        fn any_body_has_a_bounded_title(body in "(\\PC{0,40}|\\n|\\n\\n|PARIS - |3 mars 2023|Le ministre parle de tout. ){0,20}") {
            let title = found(None, &body);
            prop_assert!(title.text.chars().count() <= MAX_ACT_CHARS + 1);
            prop_assert!(!title.text.contains('\n'));
            prop_assert!(title.range.is_none_or(|range| body.get(range).is_some()));
        }
    }
}
