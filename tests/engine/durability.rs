//! What is committed stays, what is not does not, and damage is named.

use std::fs;
use std::path::Path;
use std::sync::mpsc;
use std::thread;

use super::fixture::{Brief, open};
use super::{SMALL, config, everything};
use vigie::config::Config;
use vigie::engine::embedded::{EmbeddedEngine, EmbeddedWriter, verify};
use vigie::engine::{Engine, EngineErrorKind, EngineSearch, IndexWriter, SortOrder, WriteOutcome};
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
    let engine = EmbeddedEngine::open(dir, config()).unwrap();
    let found = engine.search(&everything(TermQuery::All)).unwrap();
    let mut ids: Vec<String> = found.hits.iter().map(|hit| hit.stored.document.id.to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn what_is_not_committed_is_not_there() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    writer.put(brief(1).indexed()).unwrap();
    writer.commit().unwrap();
    writer.put(brief(2).indexed()).unwrap();
    writer.delete(&"doc:1".parse().unwrap()).unwrap();
    drop(writer);
    assert_eq!(ids(dir.path()), ["doc:1"]);
    // And the next session can write.
    let mut writer = open(dir.path());
    assert_eq!(writer.put(brief(2).indexed()).unwrap(), WriteOutcome::Added);
    writer.commit().unwrap();
    assert_eq!(ids(dir.path()), ["doc:1", "doc:2"]);
}

#[test]
fn one_writer_at_a_time_and_readers_meanwhile() {
    let dir = tempfile::tempdir().unwrap();
    let writer = open(dir.path());
    let refused = EmbeddedWriter::open(dir.path(), config(), SMALL).err().unwrap();
    assert!(matches!(refused.kind, EngineErrorKind::Locked), "{refused}");
    assert!(ids(dir.path()).is_empty());
    drop(writer);
    open(dir.path());
}

#[test]
fn readers_are_answered_while_a_writer_writes() {
    const COMMITS: u64 = 40;
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let engine = EmbeddedEngine::open(dir.path(), config()).unwrap();
    let start = engine.generation().0;
    let (answered, answer) = mpsc::channel();
    let writing = thread::spawn(move || {
        for id in 0..COMMITS {
            writer.put(brief(id as u8).indexed()).unwrap();
            if id == COMMITS / 2 {
                answer.recv().unwrap();
            }
            writer.commit().unwrap();
        }
        writer
    });
    while engine.generation().0 < start + COMMITS {
        // A generation is answered from as long as it is held, whatever is committed and merged meanwhile.
        let found = engine.search(&everything(TermQuery::All)).unwrap();
        assert_eq!(found.total, engine.generation().0 - start);
        assert_eq!(found.hits.len() as u64, found.total.min(everything(TermQuery::All).limit as u64));
        // The writer waits for the first answer, so that there is one while it writes.
        answered.send(()).ok();
        let has_ended = writing.is_finished();
        engine.reload().unwrap();
        assert!(!has_ended || engine.generation().0 == start + COMMITS);
    }
    // An open session with documents that are not committed keeps nobody from reading either.
    let mut writer = writing.join().unwrap();
    writer.put(brief(200).indexed()).unwrap();
    assert_eq!(ids(dir.path()).len() as u64, COMMITS);
}

#[test]
fn another_format_is_refused_with_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let meta = dir.path().join("meta.json");
    let text = fs::read_to_string(&meta).unwrap();
    let (before, after) = text.split_once("\\\"format\\\":").unwrap();
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    fs::write(&meta, format!("{before}\\\"format\\\":1{rest}")).unwrap();
    for refused in [
        EmbeddedEngine::open(dir.path(), config()).err().unwrap(),
        EmbeddedWriter::open(dir.path(), config(), SMALL).err().unwrap(),
    ] {
        assert!(matches!(refused.kind, EngineErrorKind::Format { found: 1, .. }), "{refused}");
        assert!(refused.to_string().contains("delete it and index again"), "{refused}");
    }
    let problems = verify(dir.path(), config()).unwrap().problems;
    assert!(problems[0].problem.contains("its format is version 1"), "{problems:?}");
}

#[test]
fn what_is_no_index_is_named() {
    let dir = tempfile::tempdir().unwrap();
    for path in [dir.path().to_owned(), dir.path().join("nowhere")] {
        let refused = EmbeddedEngine::open(&path, config()).err().unwrap();
        assert!(matches!(refused.kind, EngineErrorKind::Missing), "{refused}");
    }
}

#[test]
fn a_commit_is_seen_on_reload() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let engine = EmbeddedEngine::open(dir.path(), config()).unwrap();
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
    let mut writer = open(dir.path());
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
    let mut writer = open(dir.path());
    (0..5).for_each(|id| {
        writer.put(brief(id).indexed()).unwrap();
    });
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
    drop(open(dir.path()));
    let other = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/index-config")).unwrap() {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        fs::write(
            other.path().join(entry.file_name()),
            text.replace("\ntitle-weight = ", "\ntitle-weight = 1"),
        )
        .unwrap();
    }
    let other = Config::from_dir(other.path()).unwrap();
    for refused in [
        EmbeddedEngine::open(dir.path(), &other).err().unwrap(),
        EmbeddedWriter::open(dir.path(), &other, SMALL).err().unwrap(),
    ] {
        assert!(matches!(refused.kind, EngineErrorKind::Fingerprint { .. }), "{refused}");
    }
    assert!(!verify(dir.path(), &other).unwrap().is_sound());
}

/// An index with deleted documents, families and several segments.
fn varied(dir: &Path) {
    let mut writer = open(dir);
    for id in 0..9 {
        writer.put(Brief { copy_of: (id % 3 == 0).then_some(1), ..brief(id) }.indexed()).unwrap();
        if id % 3 == 2 {
            writer.commit().unwrap();
        }
    }
    writer.delete(&"doc:1".parse().unwrap()).unwrap();
    writer.commit().unwrap();
}

#[test]
fn a_session_that_is_closed_leaves_all_that_is_committed_in_one_segment() {
    let dir = tempfile::tempdir().unwrap();
    varied(dir.path());
    let (before, segments) = (ids(dir.path()), || {
        let files = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.extension().is_some_and(|extension| extension == "records")).count()
    });
    assert!(segments() > 1);
    let mut writer = open(dir.path());
    writer.put(brief(9).indexed()).unwrap();
    Box::new(writer).close().unwrap();
    assert_eq!((ids(dir.path()), segments()), (before, 1));
    let report = verify(dir.path(), config()).unwrap();
    assert_eq!((report.problems, report.documents), (Vec::new(), 8));
}

#[test]
fn a_sound_index_is_found_sound() {
    let dir = tempfile::tempdir().unwrap();
    varied(dir.path());
    let report = verify(dir.path(), config()).unwrap();
    assert_eq!(report.problems, []);
    assert_eq!(report.documents, 8);
}

#[test]
fn any_byte_that_is_changed_or_lost_is_found() {
    let dir = tempfile::tempdir().unwrap();
    varied(dir.path());
    let mut files: Vec<_> = fs::read_dir(dir.path()).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let (mut changes, mut seed) = (0_u64, 7_u64);
    for file in files {
        let sound = fs::read(&file).unwrap();
        if sound.is_empty() {
            continue;
        }
        let name = file.file_name().unwrap().to_string_lossy().into_owned();
        // Families of former generations are kept for readers that are about to open them; no one reads them now.
        let is_former = name.starts_with("families-")
            && !fs::read_to_string(dir.path().join("meta.json")).unwrap().contains(&name);
        if is_former {
            continue;
        }
        for round in 0..24 {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = (seed >> 33) as usize % sound.len();
            let mut bytes = sound.clone();
            match round % 6 {
                0 => bytes.truncate(at),
                bit => bytes[at] ^= 1 << bit,
            }
            fs::write(&file, &bytes).unwrap();
            let found = verify(dir.path(), config());
            assert!(
                found.is_ok_and(|report| !report.is_sound()),
                "{name}, byte {at} of {}, round {round}",
                sound.len()
            );
            changes += 1;
        }
        fs::write(&file, &sound).unwrap();
    }
    assert!(changes > 300, "{changes}");
    assert_eq!(verify(dir.path(), config()).unwrap().problems, []);
}

#[test]
fn what_does_not_open_says_which_file_is_broken_and_the_way_out() {
    let dir = tempfile::tempdir().unwrap();
    varied(dir.path());
    let former = fs::read_to_string(dir.path().join("meta.json")).unwrap();
    let (mut refused, mut files) = (0, 0);
    for entry in fs::read_dir(dir.path()).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let sound = fs::read(&path).unwrap();
        if sound.is_empty() || (name.starts_with("families-") && !former.contains(&name)) {
            continue;
        }
        files += 1;
        for cut in [0, sound.len() / 2, sound.len() - 1] {
            fs::write(&path, &sound[..cut]).unwrap();
            let opened = EmbeddedEngine::open(dir.path(), config()).map(drop);
            let written = EmbeddedWriter::open(dir.path(), config(), SMALL).map(drop);
            for error in [opened.err(), written.err()].into_iter().flatten() {
                refused += 1;
                let message = error.to_string();
                assert!(message.contains(&name), "{name} cut at {cut}: {message}");
                assert!(message.contains("delete the index and index again"), "{name}: {message}");
            }
        }
        fs::write(&path, &sound).unwrap();
    }
    assert!(files > 10 && refused > files, "{refused} refusals for {files} files");
    assert_eq!(verify(dir.path(), config()).unwrap().problems, []);
}

#[test]
fn families_are_the_same_in_any_order_and_after_removals() {
    let copies = |id: u8, copy_of: Option<u8>| Brief { copy_of, ..brief(id) };
    let family_of = |dir: &Path, id: u8| {
        let engine = EmbeddedEngine::open(dir, config()).unwrap();
        let stored = engine.document(&format!("doc:{id}").parse().unwrap()).unwrap().unwrap();
        let mut ids: Vec<String> =
            engine.family(stored.family).unwrap().into_iter().map(|id| id.to_string()).collect();
        ids.sort();
        (stored.family, ids)
    };
    let mut found = Vec::new();
    for order in [[1, 2, 3, 4], [4, 3, 2, 1], [2, 4, 1, 3]] {
        let dir = tempfile::tempdir().unwrap();
        let mut writer = open(dir.path());
        for id in order {
            writer.put(copies(id, (id != 4).then_some(9)).indexed()).unwrap();
            writer.commit().unwrap();
            // Each session begins anew, so that copies are found through the index.
            drop(writer);
            writer = open(dir.path());
        }
        found.push(family_of(dir.path(), 2));
        assert_eq!(family_of(dir.path(), 4).1, ["doc:4"]);
        // One leaves by removal, one by another text.
        writer.delete(&"doc:1".parse().unwrap()).unwrap();
        writer.commit().unwrap();
        assert_eq!(family_of(dir.path(), 2).1, ["doc:2", "doc:3"]);
        writer.put(copies(3, None).indexed()).unwrap();
        writer.commit().unwrap();
        assert_eq!(family_of(dir.path(), 2).1, ["doc:2"]);
        assert!(verify(dir.path(), config()).unwrap().is_sound());
    }
    assert_eq!(found[0].1, ["doc:1", "doc:2", "doc:3"]);
    assert!(found.iter().all(|family| *family == found[0]));
}

#[test]
fn pages_by_relevance_keep_their_place_while_documents_arrive() {
    let dir = tempfile::tempdir().unwrap();
    let mut writer = open(dir.path());
    let of = |id: u8, words: usize| Brief { body: vec![vec![1; words], vec![5; 4]], ..brief(id) };
    (0..12).for_each(|id| {
        writer.put(of(id, 1 + usize::from(id % 4)).indexed()).unwrap();
    });
    writer.commit().unwrap();
    let engine = EmbeddedEngine::open(dir.path(), config()).unwrap();
    let search = EngineSearch { sort: SortOrder::Relevance, ..everything(super::form_query("ab")) };
    let whole: Vec<_> =
        engine.search(&search).unwrap().hits.into_iter().map(|hit| hit.stored.document.id).collect();
    let (mut paged, mut page) = (Vec::new(), EngineSearch { limit: 5, ..search });
    for id in 20.. {
        let found = engine.search(&page).unwrap();
        paged.extend(found.hits.into_iter().map(|hit| hit.stored.document.id));
        let Some(next) = found.next else { break };
        page.after = Some(next);
        // Documents that change how rare the word is, and how long documents are.
        (0..8).for_each(|more| {
            writer.put(of(id + 10 * more, 6).indexed()).unwrap();
        });
        writer.commit().unwrap();
        engine.reload().unwrap();
    }
    assert_eq!(paged, whole);
}
