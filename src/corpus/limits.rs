//! How much of anything a reader takes before it reports a skip instead.

/// Bounds on what one source may cost. What exceeds one is a reported skip; the run goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadLimits {
    /// Bytes of a plain text, Markdown, feed or e-mail file, unpacked. Such a file is in memory whole,
    /// twice while it is decoded; a longer one is skipped. Records have no such limit: they stream.
    pub file_bytes: u64,
    /// Bytes of an HTML page, unpacked. Reading takes up to twenty times as much memory; a longer page is skipped.
    pub html_bytes: u64,
    /// Bytes of a PDF. A longer one is skipped.
    pub pdf_bytes: u64,
    /// Seconds a PDF may take. One that takes longer is skipped; its thread is left to end by itself.
    pub pdf_seconds: u64,
    /// Bytes of one record (a line of NDJSON, an element of a JSON array). A longer one is skipped, those after
    /// it are read.
    pub record_bytes: usize,
    /// Bytes of the text of one document. Its analysis takes some sixteen times as much memory; a longer text, which no
    /// communiqué has, is skipped.
    pub text_bytes: usize,
    /// Entries of one feed. The ones after are skipped.
    pub feed_entries: usize,
    /// Attachments of one e-mail, those of attached messages included. The ones after are skipped.
    pub mail_parts: usize,
    /// How deep attached messages are opened in one another. Deeper ones are skipped.
    pub mail_depth: usize,
}

impl Default for ReadLimits {
    fn default() -> ReadLimits {
        const MIB: u64 = 1 << 20;
        ReadLimits {
            file_bytes: 64 * MIB,
            html_bytes: 12 * MIB,
            pdf_bytes: 64 * MIB,
            pdf_seconds: 20,
            record_bytes: 32 << 20,
            text_bytes: 8 << 20,
            feed_entries: 100_000,
            mail_parts: 200,
            mail_depth: 4,
        }
    }
}
