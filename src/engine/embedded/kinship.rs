//! Who is a near copy of whom, while documents are written.
//!
//! Candidates share a band key of their sketches: those of this session are found in memory as they come,
//! those committed before in one pass over the index when the session commits. Confirmed pairs are joined; a family is a connected
//! component, named by the least hash of its members' ids, and so does not depend on the order in
//! which they came. When a member goes, what it alone held together falls apart again.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::bands::{Bands, Filter, kept};
use super::families::Memberships;
use super::sketches::Sketches;
use super::snapshot::{Address, Snapshot};
use crate::engine::EngineError;
use crate::enrich::{Sketch, same_family};

/// Documents of the session compared with a new one, at most, and as many committed ones. Only a template that thousands of different
/// documents share reaches it; some of a new document's copies may then be missed.
const MAX_COMPARISONS: usize = 4_096;

/// In families larger than this, the rest stays together when a member goes: to compare all pairs would take too long.
const MAX_SPLIT: usize = 1_000;

/// Bytes that a document of the session takes in memory, about: 800 for its sketch, 60 for each of its 32 band keys
/// (a table is half empty on the whole). While a session commits, some 300 more.
const BYTES_PER_DOCUMENT: usize = 2_800;

/// Families, with what is needed to extend them.
#[derive(Default)]
pub(super) struct Kinship {
    memberships: Memberships,
    groups: FxHashMap<u64, Vec<u64>>,
    changed: bool,
    /// Documents of this session by band key.
    bands: Bands,
    fresh: Vec<Fresh>,
    /// Those of `fresh`, from this one on, that have not been compared with committed documents.
    uncompared: usize,
    fresh_by_tie: FxHashMap<u64, u32>,
    /// Committed documents that were removed or replaced in this session.
    gone: FxHashSet<u64>,
    /// Where committed members of families stand; worked out when needed.
    committed_members: FxHashMap<u64, Address>,
}

struct Fresh {
    tie: u64,
    /// `None` when it was removed again.
    sketch: Option<Arc<Sketch>>,
}

impl Kinship {
    pub(super) fn new(memberships: Memberships) -> Kinship {
        let mut groups: FxHashMap<u64, Vec<u64>> = FxHashMap::default();
        for (&member, &family) in &memberships {
            groups.entry(family).or_default().push(member);
        }
        Kinship { memberships, groups, ..Kinship::default() }
    }

    pub(super) fn memberships(&self) -> &Memberships {
        &self.memberships
    }

    /// Whether families have changed since they were last written.
    pub(super) fn has_changed(&self) -> bool {
        self.changed
    }

    /// Notes that the families were written, and the commit that names their file.
    pub(super) fn note_written(&mut self) {
        self.changed = false;
    }

    /// Bytes that the documents of this session take, about.
    pub(super) fn session_bytes(&self) -> usize {
        self.fresh.len() * BYTES_PER_DOCUMENT
    }

    /// Forgets the documents of this session: a new snapshot holds them.
    pub(super) fn forget_session(&mut self) {
        *self = Kinship {
            memberships: std::mem::take(&mut self.memberships),
            groups: std::mem::take(&mut self.groups),
            changed: self.changed,
            ..Kinship::default()
        };
    }

    /// Adds a document that is not there.
    pub(super) fn add(&mut self, tie: u64, sketch: Sketch) {
        let keys: Vec<u64> = sketch.band_keys().map(kept).collect();
        let mut kin = Kin { families: vec![tie], seen: FxHashSet::from_iter([tie]), left: MAX_COMPARISONS };
        for (band, &key) in keys.iter().enumerate() {
            for &slot in self.bands.sharing(band, key) {
                let Fresh { tie: other, sketch: Some(other_sketch) } = &self.fresh[slot as usize] else {
                    continue;
                };
                let family = self.family_of(*other);
                if kin.should_compare(*other, family) && same_family(&sketch, other_sketch) {
                    kin.families.push(family);
                }
            }
        }
        if kin.families.len() > 1 {
            self.join(&kin.families);
        }
        let slot = self.fresh.len() as u32;
        self.bands.add(slot, &keys);
        self.fresh_by_tie.insert(tie, slot);
        self.fresh.push(Fresh { tie, sketch: Some(Arc::new(sketch)) });
    }

    /// Compares what was added since this was last called with the documents of `base`.
    pub(super) fn compare_committed(
        &mut self,
        (base, sketches): (&Snapshot, &mut Sketches),
    ) -> Result<(), EngineError> {
        let first = self.uncompared;
        let keys = |fresh: &Fresh| Some(fresh.sketch.as_ref()?.band_keys().map(kept).collect());
        let added: Vec<Vec<u64>> = self.fresh[first..].iter().filter_map(keys).collect();
        let filter = Filter::of(&added);
        if base.document_count == 0 || filter.is_empty() {
            self.uncompared = self.fresh.len();
            return Ok(());
        }
        // For each document that was added the comparisons that it may still take part in, and the committed one
        // that it met last.
        let mut left = vec![MAX_COMPARISONS; self.fresh.len() - first];
        let mut met_last = vec![0_u32; self.fresh.len() - first];
        let (mut number_met, mut met) = (0, Vec::new());
        for (number, segment) in base.segments.iter().enumerate() {
            segment.for_each_bands(|doc, keys| {
                number_met += 1;
                met.clear();
                for (band, &key) in
                    keys.iter().enumerate().filter(|(band, key)| filter.may_have(*band, **key))
                {
                    for &slot in self.bands.sharing(band, key) {
                        let Some(added) = (slot as usize).checked_sub(first) else { continue };
                        if left[added] > 0 && met_last[added] != number_met {
                            met_last[added] = number_met;
                            met.push(slot as usize);
                        }
                    }
                }
                let other = segment.tie.get_val(doc);
                let is_out = |kinship: &Kinship| {
                    segment.reader.is_deleted(doc)
                        || kinship.gone.contains(&other)
                        || kinship.fresh_by_tie.contains_key(&other)
                };
                if met.is_empty() || is_out(self) {
                    return Ok(());
                }
                for &slot in &met {
                    let Fresh { tie, sketch: Some(sketch) } = &self.fresh[slot] else { continue };
                    let families = [self.family_of(*tie), self.family_of(other)];
                    if families[0] == families[1] {
                        continue;
                    }
                    left[slot - first] -= 1;
                    let address = Address { segment: number as u32, doc };
                    if same_family(sketch, &*sketches.of(base, address)?) {
                        self.join(&families);
                    }
                }
                Ok(())
            })?;
        }
        self.uncompared = self.fresh.len();
        Ok(())
    }

    fn family_of(&self, tie: u64) -> u64 {
        self.memberships.get(&tie).copied().unwrap_or(tie)
    }

    /// Makes one family of several, those of a single document included.
    fn join(&mut self, families: &[u64]) {
        let mut members: Vec<u64> = Vec::new();
        for family in families {
            match self.groups.remove(family) {
                Some(group) => members.extend(group),
                None => members.push(*family),
            }
        }
        self.found(members);
    }

    /// Makes a family of `members`; one alone is none.
    fn found(&mut self, members: Vec<u64>) {
        self.changed = true;
        let (Some(&name), true) = (members.iter().min(), members.len() > 1) else {
            for member in &members {
                self.memberships.remove(member);
            }
            return;
        };
        self.memberships.extend(members.iter().map(|&member| (member, name)));
        self.groups.insert(name, members);
    }

    /// Removes a document, whether it was committed or is of this session.
    pub(super) fn remove(
        &mut self,
        (base, sketches): (&Snapshot, &mut Sketches),
        tie: u64,
    ) -> Result<(), EngineError> {
        self.gone.insert(tie);
        if let Some(slot) = self.fresh_by_tie.remove(&tie) {
            self.fresh[slot as usize].sketch = None;
        }
        let Some(family) = self.memberships.remove(&tie) else { return Ok(()) };
        self.changed = true;
        let mut members = self.groups.remove(&family).unwrap_or_default();
        members.retain(|&member| member != tie);
        if members.len() > MAX_SPLIT {
            self.found(members);
            return Ok(());
        }
        let mut known = Vec::with_capacity(members.len());
        for &member in &members {
            known.push(self.sketch_of((base, sketches), member)?);
        }
        for component in components(&members, &known) {
            self.found(component);
        }
        Ok(())
    }

    fn sketch_of(
        &mut self,
        (base, sketches): (&Snapshot, &mut Sketches),
        tie: u64,
    ) -> Result<Option<Arc<Sketch>>, EngineError> {
        if let Some(&slot) = self.fresh_by_tie.get(&tie) {
            return Ok(self.fresh[slot as usize].sketch.clone());
        }
        // A member that joined since is looked for together with all others that may be asked for next.
        if !self.committed_members.contains_key(&tie) {
            let mut wanted: FxHashSet<u64> = self.memberships.keys().copied().collect();
            wanted.insert(tie);
            self.committed_members = base.find_ties(&wanted).into_iter().collect();
        }
        match self.committed_members.get(&tie) {
            Some(address) => sketches.of(base, *address).map(Some),
            None => Ok(None),
        }
    }
}

/// The families that a new document was found to belong to, and what it was compared with.
struct Kin {
    families: Vec<u64>,
    seen: FxHashSet<u64>,
    left: usize,
}

impl Kin {
    /// Whether a comparison could tell anything new: not with a member of a family already joined.
    fn should_compare(&mut self, tie: u64, family: u64) -> bool {
        if self.left == 0 || self.families.contains(&family) || !self.seen.insert(tie) {
            return false;
        }
        self.left -= 1;
        true
    }
}

/// The connected components of documents that share a band key and are of one family.
fn components(ties: &[u64], sketches: &[Option<Arc<Sketch>>]) -> Vec<Vec<u64>> {
    let keys_of =
        |sketch: &Option<Arc<Sketch>>| sketch.iter().flat_map(|sketch| sketch.band_keys()).collect();
    let keys: Vec<FxHashSet<u64>> = sketches.iter().map(keys_of).collect();
    let are_kin = |a: usize, b: usize| match (&sketches[a], &sketches[b]) {
        (Some(first), Some(second)) => !keys[a].is_disjoint(&keys[b]) && same_family(first, second),
        _ => false,
    };
    let mut left: Vec<usize> = (0..ties.len()).collect();
    let mut components = Vec::new();
    while let Some(first) = left.pop() {
        let mut component = vec![first];
        let mut at = 0;
        while let Some(&member) = component.get(at) {
            let (kin, others) = left.into_iter().partition(|&other| are_kin(member, other));
            component.extend::<Vec<usize>>(kin);
            left = others;
            at += 1;
        }
        components.push(component.into_iter().map(|member| ties[member]).collect());
    }
    components
}
