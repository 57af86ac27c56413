//! Styles, script and pictures, built into the binary, each under an address that changes with it.

use std::sync::LazyLock;

/// A file the page refers to.
#[derive(Debug)]
pub struct Asset {
    /// Its address, its content's hash included, so that it may be cached for ever.
    pub path: String,
    /// Its media type.
    pub media_type: &'static str,
    /// Its content.
    pub content: &'static [u8],
}

fn hashed(name: &str, extension: &str, media_type: &'static str, content: &'static [u8]) -> Asset {
    let hash = blake3::hash(content).to_hex();
    Asset { path: format!("/assets/{name}-{}.{extension}", &hash[..12]), media_type, content }
}

static STYLE: LazyLock<Asset> =
    LazyLock::new(|| hashed("vigie", "css", "text/css; charset=utf-8", STYLES.as_bytes()));
/// What every page needs, then what the page of results does.
const STYLES: &str = concat!(include_str!("assets/vigie.css"), include_str!("assets/search.css"));
static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
    hashed("vigie", "js", "text/javascript; charset=utf-8", include_bytes!("assets/vigie.js"))
});
static ICON: LazyLock<Asset> =
    LazyLock::new(|| hashed("vigie", "svg", "image/svg+xml", include_bytes!("assets/vigie.svg")));

static WORLD: LazyLock<Asset> =
    LazyLock::new(|| hashed("world", "svg", "image/svg+xml", super::charts::world_asset()));

/// The file at this address.
pub fn asset(path: &str) -> Option<&'static Asset> {
    [&STYLE, &SCRIPT, &ICON, &WORLD].into_iter().map(|asset| &**asset).find(|asset| asset.path == path)
}

/// The addresses, for templates.
#[derive(Debug, Clone, Copy)]
pub(super) struct AssetPaths {
    pub style: &'static str,
    pub script: &'static str,
    pub icon: &'static str,
    pub world: &'static str,
}

impl AssetPaths {
    pub fn new() -> AssetPaths {
        AssetPaths { style: &STYLE.path, script: &SCRIPT.path, icon: &ICON.path, world: &WORLD.path }
    }
}
