//! Numbers in as few bits as their distribution needs: what a sketch's bytes are made of.

/// Bits, appended.
#[derive(Debug, Default)]
pub(super) struct BitWriter {
    bytes: Vec<u8>,
    /// Bits in use of the last byte; 0 when it is full.
    used: u32,
}

impl BitWriter {
    /// The lowest `count` bits of `value`, lowest first.
    pub(super) fn push(&mut self, value: u32, count: u32) {
        let (mut value, mut left) = (u64::from(value) & ((1 << count) - 1), count);
        while left > 0 {
            if self.used == 0 {
                self.bytes.push(0);
            }
            let taken = left.min(8 - self.used);
            if let Some(last) = self.bytes.last_mut() {
                *last |= ((value & ((1 << taken) - 1)) as u8) << self.used;
            }
            value >>= taken;
            left -= taken;
            self.used = (self.used + taken) % 8;
        }
    }

    /// A list as Rice codes (Rice and Plaunt 1971) of the parameter that suits its mean: each number in some
    /// two bits more than its distribution's entropy at most, where that is geometric.
    pub(super) fn push_list(&mut self, list: impl ExactSizeIterator<Item = u32> + Clone) {
        let sum: u64 = list.clone().map(u64::from).sum();
        let low_bits = (sum / list.len().max(1) as u64).max(1).ilog2();
        self.push(low_bits, 4);
        for number in list {
            (0..number >> low_bits).for_each(|_| self.push(1, 1));
            self.push(0, 1);
            self.push(number, low_bits);
        }
    }

    /// What was written; the bits left of the last byte are 0.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}

/// Reads what a [`BitWriter`] wrote; `None` behind its end.
#[derive(Debug)]
pub(super) struct BitReader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> BitReader<'a> {
    pub(super) fn new(bytes: &'a [u8]) -> BitReader<'a> {
        BitReader { bytes, at: 0 }
    }

    /// `count` bits, at most 32.
    pub(super) fn read(&mut self, count: u32) -> Option<u32> {
        let (mut value, mut have) = (0_u64, 0);
        while have < count {
            let byte = u64::from(*self.bytes.get(self.at / 8)?);
            let from = (self.at % 8) as u32;
            let taken = (count - have).min(8 - from);
            value |= (byte >> from & ((1 << taken) - 1)) << have;
            have += taken;
            self.at += taken as usize;
        }
        Some(value as u32)
    }

    /// A list of `length` numbers.
    pub(super) fn read_list(&mut self, length: usize) -> Option<Vec<u32>> {
        let low_bits = self.read(4)?;
        let mut list = Vec::with_capacity(length);
        for _ in 0..length {
            let mut high = 0_u32;
            while self.read(1)? == 1 {
                high += 1;
            }
            list.push(high.checked_shl(low_bits)? | self.read(low_bits)?);
        }
        Some(list)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_read(
            fields in prop::collection::vec((any::<u32>(), 0u32..=32), 0..20),
            list in prop::collection::vec(0u32..65_536, 0..50),
        ) {
            let mut writer = BitWriter::default();
            fields.iter().for_each(|(value, count)| writer.push(*value, *count));
            writer.push_list(list.iter().copied());
            let bytes = writer.into_bytes();
            let mut reader = BitReader::new(&bytes);
            for (value, count) in fields {
                prop_assert_eq!(reader.read(count).map(u64::from), Some(u64::from(value) & ((1 << count) - 1)));
            }
            prop_assert_eq!(reader.read_list(list.len()), Some(list));
        }
    }

    #[test]
    fn a_list_takes_little_more_than_its_entropy() {
        let mut writer = BitWriter::default();
        writer.push_list((0..1000).map(|number| number % 400));
        // 400 equally likely numbers need 8.6 bits each.
        assert!(writer.into_bytes().len() * 8 < 1000 * 11);
    }

    #[test]
    fn nothing_is_behind_the_end() {
        let mut reader = BitReader::new(&[0xFF; 4]);
        assert_eq!(reader.read_list(3), None);
        assert_eq!(reader.read(1), None);
    }
}
