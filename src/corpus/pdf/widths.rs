//! Spells out the widths of characters that a font states for whole ranges.
//!
//! The library reads `first last width` as nothing, and then takes every character of the range to be of the default
//! width: a space opens after each `é` of what browsers print. `first [width width …]` it reads well.

use pdf_extract::{Document, Object, ObjectId};

/// How many widths are spelt out in one document; more than the fonts of any that is not made to fill the memory.
const MAX_WIDTHS: usize = 400_000;

/// Spells out the ranges in every font of a document.
pub(super) fn spell_out(pdf: &mut Document) {
    let mut left = MAX_WIDTHS;
    let fonts: Vec<ObjectId> = pdf.objects.keys().copied().collect();
    for id in fonts {
        let spelt = widths_of(pdf, id).and_then(|widths| spelt_out(&widths, &mut left));
        let font = pdf.objects.get_mut(&id).and_then(|object| object.as_dict_mut().ok());
        if let (Some(spelt), Some(font)) = (spelt, font) {
            font.set("W", Object::Array(spelt));
        }
    }
}

/// The widths that an object states if it is a font with ranges.
fn widths_of(pdf: &Document, id: ObjectId) -> Option<Vec<Object>> {
    let font = pdf.objects.get(&id)?.as_dict().ok()?;
    let kind = font.get(b"Subtype").and_then(Object::as_name).ok()?;
    if !kind.starts_with(b"CIDFontType") {
        return None;
    }
    let (_, widths) = pdf.dereference(font.get(b"W").ok()?).ok()?;
    let widths = widths.as_array().ok()?.iter();
    Some(widths.map(|item| pdf.dereference(item).map_or(item, |(_, item)| item).clone()).collect())
}

/// The same widths without ranges; `None` where there are none, or too many.
fn spelt_out(widths: &[Object], left: &mut usize) -> Option<Vec<Object>> {
    let (mut spelt, mut rest, mut has_range) = (Vec::new(), widths, false);
    loop {
        rest = match rest {
            [] => break,
            [first, list @ Object::Array(_), rest @ ..] => {
                spelt.extend([first.clone(), list.clone()]);
                rest
            }
            [first, last, width, rest @ ..] => {
                let count = last.as_i64().ok()?.checked_sub(first.as_i64().ok()?)?.checked_add(1)?;
                let count = usize::try_from(count).ok()?;
                *left = left.checked_sub(count)?;
                spelt.extend([first.clone(), Object::Array(vec![width.clone(); count])]);
                has_range = true;
                rest
            }
            _ => return None,
        };
    }
    has_range.then_some(spelt)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(widths: Vec<Object>, expected: Option<Vec<Object>>) {
        assert_eq!(spelt_out(&widths, &mut 100), expected, "{widths:?}");
    }

    #[test]
    fn ranges_become_lists() {
        let number = Object::Integer;
        let list = |numbers: &[i64]| Object::Array(numbers.iter().copied().map(number).collect());
        check(vec![], None);
        check(vec![number(3), list(&[500, 600])], None);
        check(
            vec![number(3), list(&[500]), number(171), number(173), number(535)],
            Some(vec![number(3), list(&[500]), number(171), list(&[535, 535, 535])]),
        );
        check(vec![number(0), number(65_535), number(500)], None);
        check(vec![number(9), number(1), number(500)], None);
        check(vec![number(9), number(i64::MAX), number(500)], None);
        check(vec![number(9)], None);
    }
}
