//! How near copies are looked for among committed documents: the keys of their sketches' bands, in few bits.
//!
//! Each document has a term for each band of its sketch, of which there are so few that many documents
//! share each: a dictionary of whole keys would be larger than all else there is of a short document.
//! A column holds further bits of each key, which tell apart most of those that share a term by chance;
//! whole sketches settle the rest.

/// Bits of a key in a term. Each more halves the documents looked at for a new one, and nearly doubles the
/// dictionary: at a million documents 120 share a term, and 4,000 places are looked at for a new one. With 11 bits
/// these were 16,000, and the one thread that writes came to 310 documents a second at 850,000; now to some 400.
const TERM_BITS: u32 = 13;

/// Bits of a key in the column: of those looked at by chance, one in 65,536 is compared. With eight bits,
/// at a million documents some 60 (by calculation) were compared for each new one, whose sketches had to be made again.
const CHECK_BITS: u32 = 16;

/// The term of band `number`, whose key is `key`.
pub(super) fn term(number: usize, key: u64) -> u64 {
    (number as u64) << TERM_BITS | key & ((1 << TERM_BITS) - 1)
}

/// What the column holds of `key`.
pub(super) fn check(key: u64) -> u64 {
    key >> TERM_BITS & ((1 << CHECK_BITS) - 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_and_keys_are_told_apart() {
        let key = 0x1234_5678_9ABC_DEF0;
        assert_ne!(term(3, key), term(4, key));
        assert_ne!(term(3, key), term(3, key ^ 1));
        assert_eq!(term(3, key), term(3, key ^ 1 << TERM_BITS));
        assert_ne!(check(key), check(key ^ 1 << TERM_BITS));
        assert!(check(u64::MAX) < 1 << CHECK_BITS);
    }
}
