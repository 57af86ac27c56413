//! Counts by country on a map of the world.

use std::sync::LazyLock;

use askama::Template;

use super::scale::{Scale, Step};

/// The outlines, made by `world.mjs` beside it.
const WORLD: &str = include_str!("world.svg");

/// Codes and outlines, by code.
static OUTLINES: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let line =
        |line: &'static str| line.strip_prefix("<path id=\"")?.strip_suffix("\"/>")?.split_once("\" d=\"");
    WORLD.lines().filter_map(line).collect()
});

/// The outlines as a file, to be referred to by every map.
pub fn world_asset() -> &'static [u8] {
    WORLD.as_bytes()
}

/// A country on the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorldPlace {
    /// ISO 3166-1 alpha-2.
    pub code: String,
    /// Its name.
    pub label: String,
    /// Its name and count, for who points at it.
    pub title: String,
    /// How many hits.
    pub count: u64,
    /// Where a click leads.
    pub url: String,
    /// Whether the search filters by it.
    pub is_selected: bool,
}

/// A map with the countries that have hits.
#[derive(Debug, Template)]
#[template(path = "charts/world.svg", config = ".askama.toml")]
pub struct WorldMap {
    places: Vec<(WorldPlace, usize)>,
    scale: Scale,
    /// The address of the outlines; `None` where the picture must stand alone.
    outlines: Option<&'static str>,
}

impl WorldMap {
    /// The map of `places`; those that no map shows (subdivisions, regions) are left out.
    /// The outlines are referred to at `outlines`, or drawn where it is `None`.
    pub fn new(places: Vec<WorldPlace>, outlines: Option<&'static str>) -> WorldMap {
        let is_drawn = |place: &WorldPlace| place.count > 0 && outline(&place.code).is_some();
        let places: Vec<WorldPlace> = places.into_iter().filter(is_drawn).collect();
        let scale = Scale::new(places.iter().map(|place| place.count).max().unwrap_or(0));
        let shaded = places.into_iter().map(|place| (scale.shade(place.count), place));
        WorldMap { places: shaded.map(|(shade, place)| (place, shade)).collect(), scale, outlines }
    }

    /// What each shade means.
    pub fn steps(&self) -> Vec<Step> {
        self.scale.steps()
    }

    /// Whether no country is shown.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    fn outline(&self, code: &str) -> &'static str {
        outline(code).unwrap_or_default()
    }

    fn fill(&self, shade: &usize) -> &'static str {
        super::FILLS[*shade]
    }

    fn all(&self) -> &'static [(&'static str, &'static str)] {
        &OUTLINES
    }

    /// The legend: where each step's box stands, its shade and its counts.
    fn legend(&self) -> Vec<(usize, Step)> {
        self.steps().into_iter().enumerate().map(|(at, step)| (20 + at * 92, step)).collect()
    }
}

fn outline(code: &str) -> Option<&'static str> {
    let at = OUTLINES.binary_search_by_key(&code, |(code, _)| code).ok()?;
    Some(OUTLINES[at].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(code: &str, count: u64) -> WorldPlace {
        let (code, title, url) = (code.to_owned(), format!("<{code}> & co"), "/?a=1&b=2".to_owned());
        WorldPlace { code, label: String::new(), title, count, url, is_selected: false }
    }

    #[test]
    fn nearly_every_country_has_an_outline() {
        assert!(OUTLINES.is_sorted());
        assert!(OUTLINES.len() > 230, "{}", OUTLINES.len());
        for code in ["FR", "MA", "MT", "SG", "XK", "PS", "TW", "EH"] {
            assert!(outline(code).is_some_and(|path| path.starts_with('M')), "{code}");
        }
        assert_eq!(outline("CA-QC"), None);
    }

    #[test]
    fn a_map_refers_to_outlines_or_draws_them() {
        let places = || vec![place("FR", 9), place("MA", 1), place("CA-QC", 3), place("US", 0)];
        let shared = WorldMap::new(places(), Some("/assets/world.svg")).render().unwrap();
        assert!(shared.contains("<use class=\"k6\" href=\"/assets/world.svg#FR\"/>"), "{shared}");
        assert!(!shared.contains("#US") && !shared.contains("CA-QC"));
        assert!(!shared.contains("<FR>"), "text is escaped");
        let alone = WorldMap::new(places(), None).render().unwrap();
        assert!(alone.len() > WORLD.len() / 2 && !alone.contains("<use"));
        assert!(!alone.contains("style="), "inline styles are forbidden here");
    }

    #[test]
    fn shades_follow_counts() {
        let map = WorldMap::new(vec![place("FR", 900), place("MA", 1)], None);
        let shades: Vec<usize> = map.places.iter().map(|(_, shade)| *shade).collect();
        assert_eq!(shades, [6, 1]);
        assert!(WorldMap::new(Vec::new(), None).is_empty());
    }
}
