//! The words of the help.

/// The help.
#[derive(Debug)]
pub struct HelpMessages {
    /// Title of the help.
    pub title: &'static str,
    /// Help on words.
    pub words: &'static str,
    /// Help on quotation marks.
    pub phrase: &'static str,
    /// Help on OR.
    pub either: &'static str,
    /// Help on exclusions.
    pub without: &'static str,
    /// Help on prefixes.
    pub prefix: &'static str,
    /// Help on fuzzy words.
    pub fuzzy: &'static str,
    /// Help on nearness.
    pub near: &'static str,
    /// Help on fields.
    pub field: &'static str,
}
