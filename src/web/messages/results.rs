//! The words of the page of results beyond the search itself: chips, hits, pictures, keys.

/// What was understood, and the chips it is shown as.
#[derive(Debug)]
pub struct ChipMessages {
    /// Heading of the chips.
    pub understood: &'static str,
    /// Names in other languages, searched beside.
    pub translated: &'static str,
    /// In these very words.
    pub exact: &'static str,
    /// Words near each other.
    pub near: &'static str,
    /// Words that begin so.
    pub begins: &'static str,
    /// Words spelt nearly so.
    pub spelt_like: &'static str,
    /// In the title.
    pub in_title: &'static str,
    /// Not this.
    pub without: &'static str,
    /// Between alternatives.
    pub or: &'static str,
    /// The dates of publication.
    pub dates: &'static str,
    /// Before the earliest date.
    pub since: &'static str,
    /// Before the latest date.
    pub until: &'static str,
    /// Every word must hold.
    pub all_words: &'static str,
    /// Any word will do.
    pub any_word: &'static str,
    /// No names in other languages are searched.
    pub not_translated: &'static str,
    /// Copies are listed one by one.
    pub ungrouped: &'static str,
}

/// Ways out of an empty result; `{}` stands for what is given up.
#[derive(Debug)]
pub struct WayOutMessages {
    /// Without the filter of a field.
    pub without_filter: &'static str,
    /// Published whenever.
    pub any_date: &'static str,
    /// With any of the words.
    pub any_word: &'static str,
    /// Without a word.
    pub without_word: &'static str,
}

/// The facets and the page of one.
#[derive(Debug)]
pub struct FacetMessages {
    /// Link to every value, beside the box that looks for one.
    pub all_values: &'static str,
    /// Closes the sheet of filters on a phone.
    pub close: &'static str,
    /// Link to every value.
    pub all: &'static str,
    /// Link to every year.
    pub years: &'static str,
    /// What a value is divided into.
    pub under: &'static str,
    /// Before the box that looks for a value.
    pub find: &'static str,
    /// Nothing was found there.
    pub none: &'static str,
    /// There are more values than are listed.
    pub more: &'static str,
}

/// A hit, and what can be done with it.
#[derive(Debug)]
pub struct HitMessages {
    /// Puts it into the collection.
    pub keep: &'static str,
    /// Copies a citation.
    pub cite: &'static str,
    /// A citation was copied.
    pub copied: &'static str,
    /// Link to where it was published.
    pub original: &'static str,
    /// Heading of its copies.
    pub copies: &'static str,
    /// Marks the earliest copy.
    pub first_published: &'static str,
    /// A copy with the very text.
    pub same_text: &'static str,
    /// Link to a denser list.
    pub compact: &'static str,
    /// Link to a roomier list.
    pub roomy: &'static str,
    /// Name of the links between pages.
    pub pages: &'static str,
}

/// Why a hit matched.
#[derive(Debug)]
pub struct WhyMessages {
    /// A compound that holds it.
    pub compound: &'static str,
    /// Link that makes every hit say it.
    pub show: &'static str,
    /// Link that makes none say it.
    pub hide: &'static str,
    /// Link that makes one hit say it.
    pub one: &'static str,
    /// The very word.
    pub exact: &'static str,
    /// But for accents.
    pub accent: &'static str,
    /// But for an article.
    pub elision: &'static str,
    /// An inflection.
    pub inflection: &'static str,
    /// A word of the same family.
    pub family: &'static str,
    /// A name in another language.
    pub translation: &'static str,
    /// It begins so.
    pub prefix: &'static str,
    /// It is spelt nearly so.
    pub fuzzy: &'static str,
}

/// Results as pictures.
#[derive(Debug)]
pub struct PictureMessages {
    /// Name of the choice of shapes.
    pub shown_as: &'static str,
    /// As a list.
    pub list: &'static str,
    /// Over time.
    pub time: &'static str,
    /// On a map.
    pub map: &'static str,
    /// Countries against topics.
    pub cross: &'static str,
    /// Link from the small map to the large one.
    pub larger: &'static str,
    /// Before the choice of what bars are split by.
    pub split_by: &'static str,
    /// Not split.
    pub unsplit: &'static str,
    /// Before the choice of how long a bar is.
    pub a_bar: &'static str,
    /// A bar a day.
    pub day: &'static str,
    /// A bar a week.
    pub week: &'static str,
    /// A bar a month.
    pub month: &'static str,
    /// A bar a year.
    pub year: &'static str,
    /// All other values.
    pub others: &'static str,
    /// The margin of a table.
    pub total: &'static str,
    /// Name of the legend.
    pub legend: &'static str,
    /// The table behind a picture.
    pub table: &'static str,
    /// Before the files of a picture.
    pub save: &'static str,
    /// There is nothing to draw.
    pub nothing: &'static str,
    /// How a stretch of time is chosen.
    pub time_hint: &'static str,
    /// A hit with several values counts in each.
    pub counted_in_each: &'static str,
    /// Not every row and column of a table is shown.
    pub cut: &'static str,
    /// Back to every topic.
    pub all_topics: &'static str,
}

/// What a reader gathers.
#[derive(Debug)]
pub struct CollectionMessages {
    /// Before the forms that are copied.
    pub copy: &'static str,
    /// Heading of the page.
    pub title: &'static str,
    /// Before the buttons, without script.
    pub ticked: &'static str,
    /// How many there are; `{}` stands for the number.
    pub kept: &'static str,
    /// Opens the page.
    pub open: &'static str,
    /// Empties it.
    pub empty_it: &'static str,
    /// It is empty.
    pub nothing: &'static str,
    /// Citations as the press writes them.
    pub press: &'static str,
    /// Opens a document.
    pub read: &'static str,
}

/// The keys of the page.
#[derive(Debug)]
pub struct KeyMessages {
    /// Heading.
    pub title: &'static str,
    /// `/`
    pub search: &'static str,
    /// `j` and `k`
    pub next: &'static str,
    /// `Enter`
    pub open: &'static str,
    /// `o`
    pub tab: &'static str,
    /// `x`
    pub keep: &'static str,
    /// `c`
    pub cite: &'static str,
    /// `?`
    pub help: &'static str,
    /// Whether keys alone do something.
    pub enabled: &'static str,
    /// Closes the overlay.
    pub close: &'static str,
}
