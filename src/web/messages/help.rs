//! The words of the help.

/// The help.
#[derive(Debug)]
pub struct HelpMessages {
    /// Title of the help.
    pub title: &'static str,
    /// What the help is about.
    pub lead: &'static str,
    /// Heading.
    pub basics: &'static str,
    /// Heading.
    pub combining: &'static str,
    /// Heading.
    pub spelling: &'static str,
    /// Heading.
    pub fields: &'static str,
    /// Heading.
    pub languages: &'static str,
    /// Help on searching the typed words alone.
    pub translated_off: &'static str,
    /// What several words mean.
    pub many_words: &'static str,
    /// What broken syntax does.
    pub any_text: &'static str,
    /// Words.
    pub words: HelpForm,
    /// Quotation marks.
    pub phrase: HelpForm,
    /// OR.
    pub either: HelpForm,
    /// Exclusions.
    pub without: HelpForm,
    /// Parentheses.
    pub group: HelpForm,
    /// Prefixes.
    pub prefix: HelpForm,
    /// Fuzzy words.
    pub fuzzy: HelpForm,
    /// Nearness.
    pub near: HelpForm,
    /// Words of the title.
    pub title_field: HelpForm,
    /// Countries.
    pub country_field: HelpForm,
    /// Topics.
    pub topic_field: HelpForm,
    /// Languages.
    pub language_field: HelpForm,
    /// Dates.
    pub date_field: HelpForm,
    /// Words in other languages.
    pub translated: HelpForm,
}

/// One form of the query language.
#[derive(Debug)]
pub struct HelpForm {
    /// A search that shows it.
    pub example: &'static str,
    /// What it means.
    pub text: &'static str,
}
