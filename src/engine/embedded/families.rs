//! Families on disk: which documents are near copies of which.
//!
//! One file a generation, named by the commit, holds every document that is not alone: the hash
//! of its id and its family's name, which is the least such hash among the members. The
//! documents themselves know nothing of it, so that families may merge and split without
//! rewriting any. Who is a copy of whom is found by [`super::kinship`].

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use tantivy::directory::Directory;

use super::errors::Place;
use crate::engine::EngineError;

const MAGIC: &[u8; 8] = b"vigiefa1";
const CHECKSUM_BYTES: usize = 16;

/// Generations whose files are kept, for readers that are about to open them.
const KEPT_GENERATIONS: u64 = 4;

/// Members of families with more than one member: hash of the id → the family's name.
pub(super) type Memberships = BTreeMap<u64, u64>;

/// The name of the file of `generation`.
pub(super) fn file_name(generation: u64) -> String {
    format!("families-{generation:020}.bin")
}

/// Writes `memberships` to its own file, durably.
pub(super) fn write(
    place: &Place,
    directory: &dyn Directory,
    name: &str,
    memberships: &Memberships,
) -> Result<(), EngineError> {
    let mut bytes = Vec::with_capacity(MAGIC.len() + 16 * memberships.len() + CHECKSUM_BYTES);
    bytes.extend(MAGIC);
    for (member, family) in memberships {
        bytes.extend(member.to_le_bytes());
        bytes.extend(family.to_le_bytes());
    }
    let checksum = blake3::hash(&bytes);
    bytes.extend(&checksum.as_bytes()[..CHECKSUM_BYTES]);
    let written = directory.atomic_write(Path::new(name), &bytes).and_then(|()| directory.sync_directory());
    written.map_err(place.io("writing the families"))
}

/// Reads a families file; any byte that is not as it was written is damage.
pub(super) fn read(place: &Place, name: &str) -> Result<Memberships, EngineError> {
    let bytes = match fs::read(place.path().join(name)) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(place.damaged(name, "it is missing"));
        }
        Err(error) => return Err(place.io("reading the families")(error)),
    };
    let damaged = || place.damaged(name, "its checksum is wrong");
    let (content, checksum) = bytes.split_last_chunk::<CHECKSUM_BYTES>().ok_or_else(damaged)?;
    if blake3::hash(content).as_bytes()[..CHECKSUM_BYTES] != *checksum {
        return Err(damaged());
    }
    let pairs = content.strip_prefix(MAGIC.as_slice()).ok_or_else(damaged)?;
    if pairs.len() % 16 != 0 {
        return Err(damaged());
    }
    let number = |bytes: &[u8]| bytes.iter().rev().fold(0, |number, &byte| number << 8 | u64::from(byte));
    Ok(pairs.chunks_exact(16).map(|pair| (number(&pair[..8]), number(&pair[8..]))).collect())
}

/// Removes the files that no reader will open any more. What cannot be removed now is removed later.
pub(super) fn sweep(path: &Path, current: &str, generation: u64) {
    let oldest = file_name(generation.saturating_sub(KEPT_GENERATIONS));
    let Ok(entries) = fs::read_dir(path) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(name) = name.to_str() else { continue };
        if name.starts_with("families-") && name != current && *name < *oldest {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The families as searches look them up.
#[derive(Debug, Default)]
pub(super) struct Families {
    /// Hash of the id → position in `list`, counted from 1: 0 is for documents that are alone.
    members: FxHashMap<u64, u32>,
    list: Vec<Family>,
}

/// A family of two or more.
#[derive(Debug, Clone)]
pub(super) struct Family {
    pub name: u64,
    pub members: Vec<u64>,
}

impl Families {
    pub(super) fn new(memberships: &Memberships) -> Families {
        let mut families = Families::default();
        let mut positions: FxHashMap<u64, u32> = FxHashMap::default();
        for (&member, &name) in memberships {
            let position = *positions.entry(name).or_insert_with(|| {
                families.list.push(Family { name, members: Vec::new() });
                families.list.len() as u32
            });
            families.list[position as usize - 1].members.push(member);
            families.members.insert(member, position);
        }
        families
    }

    /// Whether every document is alone.
    pub(super) fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    /// The number (from 1) of the family of the document with this tie; 0 when it is alone.
    pub(super) fn number_of(&self, tie: u64) -> u32 {
        self.members.get(&tie).copied().unwrap_or(0)
    }

    /// The family of the document with this tie, unless it is alone.
    pub(super) fn of(&self, tie: u64) -> Option<&Family> {
        let position = self.number_of(tie).checked_sub(1)?;
        self.list.get(position as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tantivy::directory::MmapDirectory;

    #[test]
    fn what_is_written_is_read_and_any_other_byte_is_noticed() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::new(dir.path());
        let memberships = Memberships::from([(1, 1), (9, 1), (u64::MAX, 7), (7, 7)]);
        let directory = MmapDirectory::open(dir.path()).unwrap();
        write(&place, &directory, "families-1.bin", &memberships).unwrap();
        assert_eq!(read(&place, "families-1.bin").unwrap(), memberships);

        let path = dir.path().join("families-1.bin");
        let sound = fs::read(&path).unwrap();
        for at in 0..sound.len() {
            let mut bytes = sound.clone();
            bytes[at] ^= 4;
            fs::write(&path, &bytes).unwrap();
            assert!(read(&place, "families-1.bin").is_err(), "byte {at}");
            fs::write(&path, &sound[..at]).unwrap();
            assert!(read(&place, "families-1.bin").is_err(), "cut at {at}");
        }
    }

    #[test]
    fn members_find_their_family() {
        let families = Families::new(&Memberships::from([(1, 1), (9, 1), (7, 7), (8, 7)]));
        assert_eq!(families.of(9).unwrap().members, [1, 9]);
        assert_eq!(families.of(8).unwrap().name, 7);
        assert!(families.of(2).is_none());
        assert_eq!(families.number_of(2), 0);
    }

    #[test]
    fn old_files_are_swept() {
        let dir = tempfile::tempdir().unwrap();
        let place = Place::new(dir.path());
        let directory = MmapDirectory::open(dir.path()).unwrap();
        for generation in [1, 3, 8, 9] {
            write(&place, &directory, &file_name(generation), &Memberships::new()).unwrap();
        }
        sweep(dir.path(), &file_name(3), 9);
        let exists = |generation| dir.path().join(file_name(generation)).exists();
        assert_eq!([1, 3, 8, 9].map(exists), [false, true, true, true]);
    }
}
