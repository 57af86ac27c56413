//! How fast are pages, feeds and records read, a core?
//!
//! Run `cargo bench --bench reading`; `-- --smoke` reads little and only checks what is found.

#![allow(clippy::print_stdout, missing_docs)]

use std::hint::black_box;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::time::Instant;

use vigie::corpus::{ReadLimits, read_bytes, walk};

/// Bytes a second that pages and feeds must reach.
const LEAST_SPEED: f64 = 20e6;

fn main() {
    let smoke = std::env::args().any(|argument| argument == "--smoke" || argument == "--test");
    let copies = if smoke { 20 } else { 20_000 };
    let article = "<p>The ministers of the <b>two countries</b> met on Monday, and agreed on joint patrols, \
                   exchanges of information and training. A second meeting follows in June.</p>\n";
    let page = format!(
        "<html lang=en><head><title>A meeting</title></head><body><nav><ul><li><a href=/>Home</a></ul></nav>\
         <article><h1>A meeting</h1>{}</article><footer>Terms</footer></body></html>",
        article.repeat(20)
    );
    let escaped = article.replace('<', "&lt;");
    let items = format!("<item><title>T</title><description>{escaped}</description></item>").repeat(copies);
    let feed = format!("<rss version='2.0'><channel><title>S</title>{items}</channel></rss>");
    let record = format!(
        "{{\"id\": \"1\", \"title\": \"T\", \"body\": {:?}}}\n",
        "A sentence of a body. ".repeat(100)
    );

    let pages = measure("page.html", &[page.into_bytes()], copies / 20);
    let feeds = measure("feed.xml", &[feed.into_bytes()], 1);
    let records = measure("records.ndjson", &[record.repeat(copies).into_bytes()], 1);
    assert_eq!([pages.documents, feeds.documents, records.documents], [copies / 20, copies, copies]);
    let mut slowest = pages.speed.min(feeds.speed);
    if let Some(real) = real_pages() {
        let measured = measure("real.html", &real, if smoke { 1 } else { 5 });
        assert!(measured.documents > 0);
        slowest = slowest.min(measured.speed);
    }
    assert!(smoke || slowest >= LEAST_SPEED, "reading has become too slow");
    assert!(smoke || records.speed >= 5.0 * LEAST_SPEED, "reading records has become too slow");
}

/// Time of this thread on a core, where the system tells it: what others do on the machine is not measured.
struct Seconds {
    on_core: Option<f64>,
    started: Instant,
}

impl Seconds {
    fn now() -> Seconds {
        Seconds { on_core: Self::on_core(), started: Instant::now() }
    }

    fn elapsed(&self) -> f64 {
        let on_core = self.on_core.zip(Self::on_core()).map(|(start, end)| end - start);
        on_core.unwrap_or_else(|| self.started.elapsed().as_secs_f64())
    }

    fn on_core() -> Option<f64> {
        let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        told.split(' ').next()?.parse::<f64>().ok().map(|nanoseconds| nanoseconds / 1e9)
    }
}

struct Measured {
    documents: usize,
    speed: f64,
}

fn measure(name: &str, sources: &[Vec<u8>], rounds: usize) -> Measured {
    let limits = ReadLimits { file_bytes: 1 << 30, html_bytes: 1 << 30, ..ReadLimits::default() };
    let (mut documents, mut text) = (0, 0);
    let start = Seconds::now();
    for source in sources.iter().cycle().take(sources.len() * rounds) {
        read_bytes(name, source, name, &limits, &mut |read| {
            if let Ok(document) = black_box(read) {
                documents += 1;
                text += document.body.len();
            }
            ControlFlow::Continue(())
        });
    }
    let bytes = sources.iter().map(Vec::len).sum::<usize>() * rounds;
    let speed = bytes as f64 / start.elapsed();
    println!(
        "{name:16} {:7.1} MB/s {documents:7} documents {:7.1} MB of text",
        speed / 1e6,
        text as f64 / 1e6
    );
    Measured { documents, speed }
}

/// Real pages, where they are at hand.
fn real_pages() -> Option<Vec<Vec<u8>>> {
    let root = std::env::var_os("VIGIE_DATA").map_or_else(|| PathBuf::from("../shared/data"), PathBuf::from);
    let folder = root.join("html");
    if !folder.is_dir() {
        println!("real pages: skipped, {} is absent (set VIGIE_DATA)", folder.display());
        return None;
    }
    let pages = walk(&[folder]).flatten().filter(|file| !file.origin.contains("expected"));
    pages.map(|file| std::fs::read(file.path).ok()).collect()
}
