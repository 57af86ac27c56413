//! Text → spans: where words begin and end.

/// Bytes of one word, its elided article left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Calls `each` with every word of `text`, in order.
pub fn segment(text: &str, mut each: impl FnMut(Span)) {
    let mut start = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        match (c.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                each(Span { start: from as u32, end: at as u32 });
                start = None;
            }
            _ => {}
        }
    }
}
