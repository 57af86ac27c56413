//! Where a page begins, as an opaque text that only fits the query it came from.

use super::params::ParamErrorKind;

/// The sort key of the last hit of a page; what the numbers mean is the engine's business.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cursor {
    /// The first key.
    pub rank: u64,
    /// The tie-breaker.
    pub tie: u64,
}

/// Changes when a cursor's bytes or their meaning do, so that old ones are refused.
const VERSION: u8 = 1;
const LENGTH: usize = 1 + 8 + 8 + 8;
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Cursor {
    /// The text for `next_cursor`. `query_key` stands for everything that decides the order of the hits.
    pub fn encode(self, query_key: u64) -> String {
        let mut bytes = [VERSION; LENGTH];
        bytes[1..9].copy_from_slice(&query_key.to_be_bytes());
        bytes[9..17].copy_from_slice(&self.rank.to_be_bytes());
        bytes[17..].copy_from_slice(&self.tie.to_be_bytes());
        base64url(&bytes)
    }

    /// Reads a cursor back.
    ///
    /// # Errors
    /// [`ParamErrorKind::Cursor`] when it is none, [`ParamErrorKind::CursorOfAnotherQuery`] when
    /// it was made for another query.
    pub fn decode(text: &str, query_key: u64) -> Result<Cursor, ParamErrorKind> {
        let bytes = from_base64url(text).ok_or(ParamErrorKind::Cursor)?;
        if bytes[0] != VERSION {
            return Err(ParamErrorKind::Cursor);
        }
        let number = |at: usize| {
            let mut eight = [0; 8];
            eight.copy_from_slice(&bytes[at..at + 8]);
            u64::from_be_bytes(eight)
        };
        if number(1) != query_key {
            return Err(ParamErrorKind::CursorOfAnotherQuery);
        }
        Ok(Cursor { rank: number(9), tie: number(17) })
    }
}

/// Base 64 with the URL-safe alphabet, unpadded (RFC 4648, section 5).
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let word = (0..3).fold(0u32, |word, at| word << 8 | u32::from(chunk.get(at).copied().unwrap_or(0)));
        for at in 0..=chunk.len() {
            let sextet = (word >> (18 - 6 * at)) & 63;
            text.push(char::from(ALPHABET[sextet as usize]));
        }
    }
    text
}

fn from_base64url(text: &str) -> Option<[u8; LENGTH]> {
    if text.len() != LENGTH.div_ceil(3) * 4 - 2 {
        return None;
    }
    let mut bytes = Vec::with_capacity(LENGTH + 2);
    for chunk in text.as_bytes().chunks(4) {
        let mut word = 0u32;
        for at in 0..4 {
            let sextet = match chunk.get(at) {
                Some(byte) => ALPHABET.iter().position(|letter| letter == byte)? as u32,
                None => 0,
            };
            word = word << 6 | sextet;
        }
        bytes.extend_from_slice(&word.to_be_bytes()[1..]);
    }
    if bytes[LENGTH..].iter().any(|byte| *byte != 0) {
        return None;
    }
    bytes.truncate(LENGTH);
    bytes.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn only_the_query_it_came_from_takes_it() {
        let text = Cursor { rank: 7, tie: 9 }.encode(1);
        assert_eq!(Cursor::decode(&text, 1), Ok(Cursor { rank: 7, tie: 9 }));
        assert_eq!(Cursor::decode(&text, 2), Err(ParamErrorKind::CursorOfAnotherQuery));
    }

    #[test]
    fn what_is_no_cursor_is_refused() {
        for text in ["", "x", "é", "AAAA", "!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!", &"A".repeat(34)] {
            assert_eq!(Cursor::decode(text, 0), Err(ParamErrorKind::Cursor), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_encoded_decodes(rank: u64, tie: u64, key: u64) {
            let cursor = Cursor { rank, tie };
            let text = cursor.encode(key);
            prop_assert!(text.bytes().all(|byte| ALPHABET.contains(&byte)));
            prop_assert_eq!(Cursor::decode(&text, key), Ok(cursor));
        }

        #[test]
        fn any_text_is_read_without_a_panic(text in "\\PC{0,40}|[A-Za-z0-9_-]{34}") {
            let _ = Cursor::decode(&text, 0);
        }
    }
}
