//! The words of every page, and the names of fields.

/// What stands on every page.
#[derive(Debug)]
pub struct SiteMessages {
    /// What the service is, in one line.
    pub tagline: &'static str,
    /// The link past the navigation.
    pub skip: &'static str,
    /// Link to the home page.
    pub home: &'static str,
    /// Link to the help.
    pub help: &'static str,
    /// Link to the API's page.
    pub api: &'static str,
    /// What the page is.
    pub footer: &'static str,
    /// The notice about sample documents.
    pub sample: &'static str,
    /// A document without a title.
    pub untitled: &'static str,
    /// A document without a date.
    pub undated: &'static str,
}

/// What the fields of a communiqué are called.
#[derive(Debug)]
pub struct FieldMessages {
    /// Facet.
    pub country: &'static str,
    /// Facet.
    pub mentioned_country: &'static str,
    /// Facet.
    pub issuer_country: &'static str,
    /// Facet.
    pub topic: &'static str,
    /// Facet.
    pub language: &'static str,
    /// Facet.
    pub source: &'static str,
    /// Facet.
    pub organisation: &'static str,
    /// Facet.
    pub person: &'static str,
    /// Facet.
    pub year: &'static str,
    /// Values not listed.
    pub other: &'static str,
    /// Hits without a value.
    pub missing: &'static str,
}

/// What went wrong.
#[derive(Debug)]
pub struct ErrorMessages {
    /// Title of the 404 page.
    pub not_found_title: &'static str,
    /// What a 404 means.
    pub not_found: &'static str,
    /// Title of the 400 page.
    pub bad_request_title: &'static str,
    /// Title of the 500 page.
    pub failed_title: &'static str,
    /// What a 500 means.
    pub failed: &'static str,
}
