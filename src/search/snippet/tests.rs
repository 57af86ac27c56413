//! Snippets by example, and what holds for any text.

use proptest::prelude::*;

use super::*;
use crate::analysis::Span;
use crate::search::marks::Mark;

/// A body of passages, the words between `[` and `]` marked; roles by their first character.
fn passages(marked_up: &[&str]) -> (String, Vec<ReadPassage>) {
    let (mut body, mut passages) = (String::new(), Vec::new());
    let mut seen: Vec<String> = Vec::new();
    for text in marked_up {
        let (role, text) = match text.chars().next() {
            Some('#') => (PassageRole::Heading, &text[1..]),
            Some('@') => (PassageRole::Contact, &text[1..]),
            Some('=') => (PassageRole::Title, &text[1..]),
            _ => (PassageRole::Text, *text),
        };
        if !body.is_empty() {
            body.push_str("\n\n");
        }
        let start = body.len();
        let mut marks = Vec::new();
        for (at, piece) in text.split(['[', ']']).enumerate() {
            if at % 2 == 1 {
                let number = seen.iter().position(|known| known == piece).unwrap_or_else(|| {
                    seen.push(piece.to_owned());
                    seen.len() - 1
                });
                let range = body.len()..body.len() + piece.len();
                marks.push(Mark { range, target: number, kind: WayKind::Word });
            }
            body.push_str(piece);
        }
        let words = words(&body, start).into_iter();
        let words = words.map(|word| Span { start: word.start as u32, end: word.end as u32 }).collect();
        let language = "fr".parse().unwrap();
        passages.push(ReadPassage { range: start..body.len(), language, role, words, marks });
    }
    (body, passages)
}

fn words(body: &str, start: usize) -> Vec<Range<usize>> {
    let mut words: Vec<Range<usize>> = Vec::new();
    for (at, c) in body[start..].char_indices().map(|(at, c)| (start + at, c)) {
        let is_wide = ('\u{4E00}'..='\u{9FFF}').contains(&c);
        if c.is_alphanumeric() || is_combining_mark(c) {
            match words.last_mut() {
                Some(last) if last.end == at && !is_wide => last.end = at + c.len_utf8(),
                _ => words.push(at..at + c.len_utf8()),
            }
        }
    }
    words
}

fn shown(marked_up: &[&str], budget: usize) -> String {
    let (body, passages) = passages(marked_up);
    snippet(&body, &passages, budget).replace("<mark>", "[").replace("</mark>", "]")
}

#[track_caller]
fn check(marked_up: &[&str], budget: usize, expected: &str) {
    assert_eq!(shown(marked_up, budget), expected);
}

#[test]
fn the_sentence_with_most_words_is_shown_from_its_beginning() {
    let text = "Une phrase avec un [mot] au début. Rien à voir ici du tout. La phrase avec le [mot] et la [chose] voulue. Fin du texte.";
    check(&[text], 50, "La phrase avec le [mot] et la [chose] voulue.");
}

#[test]
fn words_far_apart_are_shown_in_two_parts() {
    let filler = "Des mots sans intérêt qui se suivent longtemps encore. ".repeat(5);
    let text = format!("Le [mot] est au début. {filler}Et la [chose] est à la fin.");
    check(&[&text], 60, "Le [mot] est au début. … Et la [chose] est à la fin.");
}

#[test]
fn a_long_sentence_is_cut_at_words() {
    let text = format!("{} le [mot] attendu {}", "avant ".repeat(40).trim(), "apres ".repeat(40));
    let shown = shown(&[&text], 80);
    assert!(shown.starts_with("avant avant") && shown.contains("le [mot] attendu apres"), "{shown}");
    assert!(shown.ends_with("apres…"), "{shown}");
}

#[test]
fn without_marks_the_text_begins() {
    check(&["=Titre", "#Chapeau", "@Contact 01", "Le texte commence."], 100, "Le texte commence.");
    check(&["Un deux trois quatre cinq"], 13, "Un deux trois…");
    check(&["#Seul un chapeau"], 100, "Seul un chapeau");
    check(&["@Contact"], 100, "");
    check(&[], 100, "");
}

#[test]
fn contacts_and_the_repeated_title_are_left_out() {
    check(&["=Le [mot]", "Un [mot] dit.", "@Le [mot] 01 23"], 200, "Un [mot] dit.");
}

#[test]
fn short_paragraphs_are_filled_up() {
    check(&["Un [mot].", "Puis la suite.", "@Contact", "Jamais."], 200, "Un [mot]. Puis la suite.");
}

#[test]
fn white_space_of_the_source_is_not_shown() {
    check(&["Un\n   [mot]\u{A0} dit."], 200, "Un [mot] dit.");
}

#[test]
fn budgets_are_characters_in_every_script() {
    let arabic = format!("{}[الأمن] {}", "كلمة ".repeat(100), "كلمة ".repeat(100));
    let shown_arabic = shown(&[&arabic], 100);
    assert!((80..=110).contains(&shown_arabic.chars().count()), "{}", shown_arabic.chars().count());
    let chinese = format!("{}[安全]{}", "文字".repeat(100), "文字".repeat(100));
    let shown_chinese = shown(&[&chinese], 100);
    assert!((80..=110).contains(&shown_chinese.chars().count()), "{shown_chinese}");
    let decomposed = format!("{}[mot]", "e\u{301}te\u{301} ".repeat(50));
    assert!(!shown(&[&decomposed], 20).starts_with('\u{301}'));
}

#[test]
fn sentences_end_at_full_stops_that_end_them() {
    let text = "QUÉBEC, le 13 déc. 2024. M. Roy a dit 1.5 fois oui! 反恐。合作 fin";
    let found: Vec<&str> =
        sentences(text, 0..text.len()).into_iter().map(|range| text[range].trim()).collect();
    assert_eq!(found, ["QUÉBEC, le 13 déc. 2024. M. Roy a dit 1.5 fois oui!", "反恐。", "合作 fin"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_gives_sound_html(
        texts in prop::collection::vec("[#@=]?[a-zé \\[\\]<>&\"'.🙂\u{301}العربية文字]{0,60}", 0..5),
        budget in 0..80usize,
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (body, passages) = passages(&texts);
        let html = snippet(&body, &passages, budget);
        prop_assert_eq!(html.matches("<mark>").count(), html.matches("</mark>").count());
        let plain = html.replace("<mark>", "").replace("</mark>", "");
        prop_assert!(!plain.contains(['<', '>', '"', '\'']), "{}", html);
        let entities = ["&amp;", "&lt;", "&gt;", "&quot;", "&#39;"];
        prop_assert_eq!(plain.matches('&').count(), entities.iter().map(|entity| plain.matches(entity).count()).sum::<usize>());
    }
}
