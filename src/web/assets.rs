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

/// What every page needs, then what the page of results does.
const STYLES: &str = concat!(include_str!("assets/vigie.css"), include_str!("assets/search.css"));

/// The files, in the order that [`AssetPaths`] names them.
static ASSETS: LazyLock<[Asset; 9]> = LazyLock::new(|| {
    const CSS: &str = "text/css; charset=utf-8";
    const SCRIPT: &str = "text/javascript; charset=utf-8";
    [
        hashed("vigie", "css", CSS, STYLES.as_bytes()),
        hashed("document", "css", CSS, include_bytes!("assets/document.css")),
        hashed("site", "css", CSS, include_bytes!("assets/site.css")),
        hashed("vigie", "js", SCRIPT, include_bytes!("assets/vigie.js")),
        hashed("document", "js", SCRIPT, include_bytes!("assets/document.js")),
        hashed("docs", "js", SCRIPT, include_bytes!("assets/docs.js")),
        hashed("vigie", "svg", "image/svg+xml", include_bytes!("assets/vigie.svg")),
        hashed("world", "svg", "image/svg+xml", super::charts::world_asset()),
        // The icon and the name over the outlines of the world, at the size that previews of links show (1200 × 630).
        hashed("preview", "png", "image/png", include_bytes!("assets/preview.png")),
    ]
});

/// The file at this address.
pub fn asset(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

/// The address of the icon.
pub fn icon_path() -> &'static str {
    AssetPaths::new().icon
}

/// The addresses, for templates.
#[derive(Debug, Clone, Copy)]
pub(super) struct AssetPaths {
    pub style: &'static str,
    pub document_style: &'static str,
    pub site_style: &'static str,
    pub script: &'static str,
    pub document_script: &'static str,
    pub docs_script: &'static str,
    pub icon: &'static str,
    pub world: &'static str,
    pub preview: &'static str,
}

impl AssetPaths {
    pub fn new() -> AssetPaths {
        let [style, document_style, site_style, script, document_script, docs_script, icon, world, preview] =
            ASSETS.each_ref().map(|asset| asset.path.as_str());
        AssetPaths {
            style,
            document_style,
            site_style,
            script,
            document_script,
            docs_script,
            icon,
            world,
            preview,
        }
    }
}
