//! Counted things, in the forms each language has for numbers.

use icu_plurals::PluralCategory;

/// What to say of a number of things, by the plural category of the number (Unicode TR 35, part 3).
/// `{}` stands for the number.
#[derive(Debug)]
pub struct Plural {
    /// Arabic's form of none.
    pub zero: &'static str,
    /// One, or what is said like one.
    pub one: &'static str,
    /// Arabic's dual.
    pub two: &'static str,
    /// Arabic's form of three to ten.
    pub few: &'static str,
    /// Arabic's form of eleven to ninety-nine.
    pub many: &'static str,
    /// Every other number.
    pub other: &'static str,
}

impl Plural {
    /// For a language that tells one from many, and no more.
    pub const fn of_two(one: &'static str, other: &'static str) -> Plural {
        Plural { zero: other, one, two: other, few: other, many: other, other }
    }

    /// The form for a category.
    pub fn form(&self, category: PluralCategory) -> &'static str {
        match category {
            PluralCategory::Zero => self.zero,
            PluralCategory::One => self.one,
            PluralCategory::Two => self.two,
            PluralCategory::Few => self.few,
            PluralCategory::Many => self.many,
            PluralCategory::Other => self.other,
        }
    }
}
