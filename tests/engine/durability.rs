//! What is committed stays, what is not does not, and damage is named.

use std::fs;
use std::path::Path;

use super::fixture::Brief;
use super::{SMALL, config, everything};
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter};
use vigie::engine::{Engine, EngineErrorKind, IndexWriter, WriteOutcome};
use vigie::query::TermQuery;

fn brief(id: u8) -> Brief {
    Brief {
        id,
        title: vec![0],
        body: vec![vec![1, 2, 3]],
        countries: vec![0],
        topics: vec![0],
        languages: vec![0],
        source: None,
        date: Some(0),
        copy_of: None,
    }
}

fn ids(dir: &Path) -> Vec<String> {
    let engine = EmbeddedEngine::open(dir, &config()).unwrap();
    let found = engine.search(&everything(TermQuery::All)).unwrap();
    let mut ids: Vec<String> = found.hits.iter().map(|hit| hit.stored.document.id.to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn what_is_not_committed_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap();
    writer.put(brief(1).indexed()).unwrap();
    writer.commit().unwrap();
    writer.put(brief(2).indexed()).unwrap();
    writer.delete(&"doc:1".parse().unwrap()).unwrap();
    drop(writer);
    assert_eq!(ids(dir.path()), ["doc:1"]);
    // And the next session can write.
    let mut writer = EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap();
    assert_eq!(writer.put(brief(2).indexed()).unwrap(), WriteOutcome::Added);
    writer.commit().unwrap();
    assert_eq!(ids(dir.path()), ["doc:1", "doc:2"]);
}

#[test]
fn one_writer_at_a_time_and_readers_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let writer = EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap();
    let refused = EmbeddedWriter::open(dir.path(), &config(), SMALL).err().unwrap();
    assert!(matches!(refused.kind, EngineErrorKind::Locked), "{refused}");
    assert!(ids(dir.path()).is_empty());
    drop(writer);
    EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap();
}

#[test]
fn what_is_no_index_is_named() {
    let dir = tempfile::tempdir().unwrap();
    for path in [dir.path().to_owned(), dir.path().join("nowhere")] {
        let refused = EmbeddedEngine::open(&path, &config()).err().unwrap();
        assert!(matches!(refused.kind, EngineErrorKind::Missing), "{refused}");
    }
}

#[test]
fn a_commit_is_seen_on_reload() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap();
    let engine = EmbeddedEngine::open(dir.path(), &config()).unwrap();
    writer.put(brief(1).indexed()).unwrap();
    let committed = writer.commit().unwrap().generation;
    assert_eq!(engine.document_count(), 0);
    assert_eq!(engine.reload().unwrap(), committed);
    assert_eq!(engine.generation(), committed);
    assert_eq!(engine.document_count(), 1);
    let stored = engine.document(&"doc:1".parse().unwrap()).unwrap().unwrap();
    assert_eq!(stored.document, brief(1).document());
    assert_eq!(engine.family(stored.family).unwrap(), [stored.document.id]);
    assert_eq!(engine.languages(), ["fr".parse().unwrap()]);
}

#[test]
fn unchanged_replaced_deleted() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap();
    for is_committed in [false, true] {
        let id = "doc:7".parse().unwrap();
        let (first, second) = (brief(7), Brief { date: None, ..brief(7) });
        assert_eq!(writer.put(first.indexed()).unwrap(), WriteOutcome::Added);
        if is_committed {
            writer.commit().unwrap();
        }
        let hash = first.indexed().content_hash;
        assert_eq!(writer.outcome_of(&id, hash).unwrap(), WriteOutcome::Unchanged);
        assert_eq!(writer.put(first.indexed()).unwrap(), WriteOutcome::Unchanged);
        assert_eq!(writer.put(second.indexed()).unwrap(), WriteOutcome::Replaced);
        writer.commit().unwrap();
        assert_eq!(ids(dir.path()), ["doc:7"]);
        assert!(writer.delete(&id).unwrap());
        assert!(!writer.delete(&id).unwrap());
        writer.commit().unwrap();
        assert!(ids(dir.path()).is_empty());
    }
}

#[test]
fn everything_of_one_origin_goes_together() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap();
    (0..5).for_each(|id| drop(writer.put(brief(id).indexed()).unwrap()));
    writer.commit().unwrap();
    writer.put(brief(6).indexed()).unwrap();
    writer.delete_origin("origin:0").unwrap();
    assert_eq!(writer.put(brief(3).indexed()).unwrap(), WriteOutcome::Added);
    writer.commit().unwrap();
    assert_eq!(ids(dir.path()), ["doc:1", "doc:2", "doc:3", "doc:4"]);
}

#[test]
fn other_rules_are_refused() {
    let dir = tempfile::tempdir().unwrap();
    drop(EmbeddedWriter::open(dir.path(), &config(), SMALL).unwrap());
    let meta = dir.path().join("meta.json");
    let ours = config().fingerprint().to_string();
    let text = fs::read_to_string(&meta).unwrap();
    fs::write(&meta, text.replace(&ours, &"0".repeat(ours.len()))).unwrap();
    for refused in [
        EmbeddedEngine::open(dir.path(), &config()).err().unwrap(),
        EmbeddedWriter::open(dir.path(), &config(), SMALL).err().unwrap(),
    ] {
        assert!(matches!(refused.kind, EngineErrorKind::Fingerprint { .. }), "{refused}");
    }
}
