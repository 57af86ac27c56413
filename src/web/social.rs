//! What a link to a page is previewed as elsewhere (the Open Graph protocol), and the address it goes by.

use super::assets::AssetPaths;

/// Where the service is reached: scheme and host, without a slash at the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin(String);

impl Origin {
    /// The service at `host` (a name or an address, with its port where it has one) by `scheme`.
    /// `None` where that is no host: whoever sends one with markup in it gets no address made of it.
    pub fn new(scheme: &str, host: &str) -> Option<Origin> {
        let is_host = |c: char| c.is_ascii_alphanumeric() || ".-:[]".contains(c);
        let scheme = if scheme == "https" { "https" } else { "http" };
        (!host.is_empty() && host.chars().all(is_host)).then(|| Origin(format!("{scheme}://{host}")))
    }

    /// The origin as it stands at the beginning of an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A page's address and picture in full, as other sites need them.
#[derive(Debug, Clone)]
pub(super) struct SocialCard {
    /// The page's one address, whatever was searched on the way to it.
    pub url: String,
    /// Its picture: who previews a link takes no SVG.
    pub image: String,
}

impl SocialCard {
    /// The card of the page at `path`; none where nobody knows how the service is reached.
    pub fn new(origin: Option<&Origin>, path: &str) -> Option<SocialCard> {
        let Origin(origin) = origin?;
        let image = format!("{origin}{}", AssetPaths::new().preview);
        Some(SocialCard { url: format!("{origin}{path}"), image })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(scheme: &str, host: &str, expected: Option<&str>) {
        assert_eq!(Origin::new(scheme, host).as_ref().map(Origin::as_str), expected, "{host}");
    }

    #[test]
    fn an_origin_is_a_host_and_nothing_more() {
        check("https", "vigie.example", Some("https://vigie.example"));
        check("http", "[::1]:7310", Some("http://[::1]:7310"));
        check("javascript", "vigie.example", Some("http://vigie.example"));
        for bad in ["", "a\"><b>", "a/b", "a b", "user@host", "é"] {
            check("http", bad, None);
        }
    }

    #[test]
    fn a_card_has_whole_addresses() {
        let origin = Origin::new("https", "vigie.example");
        let card = SocialCard::new(origin.as_ref(), "/help?locale=en").unwrap();
        assert_eq!(card.url, "https://vigie.example/help?locale=en");
        assert!(card.image.starts_with("https://vigie.example/assets/") && card.image.ends_with(".png"));
        assert!(SocialCard::new(None, "/").is_none());
    }
}
