//! Where the tests of this room find real data.

use std::path::PathBuf;

/// A folder of the real data, `None` (and said so) where it is absent.
pub(super) fn folder(name: &str) -> Option<PathBuf> {
    let root = std::env::var_os("VIGIE_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let path = root.join(name);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is absent (set VIGIE_DATA to the folder of real data)", path.display());
    None
}
