//! SQLite's FTS5, which many begin with: titles and bodies in one table, accents taken off, nothing stemmed.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use crate::data::Record;

/// Time that SQLite takes for titles and bodies, in one transaction on the disk; it writes from one thread.
pub fn write_sqlite(dir: &Path, records: &[Record]) -> Duration {
    let mut connection = Connection::open(dir.join("communiques.db")).unwrap();
    let started = Instant::now();
    connection
        .execute_batch(
            "PRAGMA journal_mode = WAL;
             CREATE VIRTUAL TABLE communiques USING fts5(title, body, tokenize = 'unicode61 remove_diacritics 2');",
        )
        .unwrap();
    let transaction = connection.transaction().unwrap();
    let mut insert = transaction.prepare("INSERT INTO communiques (title, body) VALUES (?1, ?2)").unwrap();
    for record in records {
        insert.execute(params![record.title, record.body]).unwrap();
    }
    drop(insert);
    transaction.commit().unwrap();
    connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE);").unwrap();
    let time = started.elapsed();
    let count: i64 = connection.query_row("SELECT count(*) FROM communiques", [], |row| row.get(0)).unwrap();
    assert_eq!(count, records.len() as i64);
    time
}
