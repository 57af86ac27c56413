//! gzip and Zstandard, unpacked as a stream, so that a bomb costs no more than the limit it breaks.

use std::io::{self, BufRead, Read};

use flate2::bufread::MultiGzDecoder;

use super::error::ReadErrorKind;
use super::kind::Packing;

/// The largest window a Zstandard file may ask for, as a power of two: 128 MiB, what the format's
/// own tools accept unasked. A file that wants more is refused.
const ZSTD_WINDOW_LOG_MAX: u32 = 27;

/// A reader of the bytes inside.
///
/// # Errors
/// When the Zstandard decoder cannot be made.
pub(super) fn unpacked<'a>(packing: Packing, reader: impl BufRead + 'a) -> io::Result<Box<dyn BufRead + 'a>> {
    const BUFFER_BYTES: usize = 128 << 10;
    Ok(match packing {
        Packing::None => Box::new(reader),
        Packing::Gzip => Box::new(io::BufReader::with_capacity(BUFFER_BYTES, MultiGzDecoder::new(reader))),
        Packing::Zstd => {
            let mut decoder = zstd::Decoder::with_buffer(reader)?;
            decoder.window_log_max(ZSTD_WINDOW_LOG_MAX)?;
            Box::new(io::BufReader::with_capacity(BUFFER_BYTES, decoder))
        }
    })
}

/// All the bytes of a reader, at most `limit`.
///
/// # Errors
/// When there are more, or reading or unpacking fails.
pub(super) fn read_whole(
    reader: &mut dyn BufRead,
    packing: Packing,
    limit: u64,
) -> Result<Vec<u8>, ReadErrorKind> {
    let mut bytes = Vec::new();
    let read = reader.take(limit.saturating_add(1)).read_to_end(&mut bytes);
    match (read, packing) {
        (Ok(_), Packing::None) if bytes.len() as u64 > limit => Err(ReadErrorKind::TooLarge(limit)),
        (Ok(_), _) if bytes.len() as u64 > limit => Err(ReadErrorKind::Bomb(limit)),
        (Ok(_), _) => Ok(bytes),
        (Err(error), Packing::None) => Err(error.into()),
        (Err(error), _) => Err(ReadErrorKind::Unpack(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn whole(packing: Packing, packed: &[u8], limit: u64) -> Result<Vec<u8>, ReadErrorKind> {
        let mut reader = unpacked(packing, packed).unwrap();
        read_whole(&mut reader, packing, limit)
    }

    #[test]
    fn both_packings() {
        let zst = zstd::encode_all(&b"text"[..], 3).unwrap();
        assert_eq!(whole(Packing::Zstd, &zst, 10).unwrap(), b"text");
        let two_members = [gzip(b"te"), gzip(b"xt")].concat();
        assert_eq!(whole(Packing::Gzip, &two_members, 10).unwrap(), b"text");
        assert_eq!(whole(Packing::None, b"text", 4).unwrap(), b"text");
    }

    #[test]
    fn bombs_and_damage() {
        let bomb = gzip(&vec![0; 3 << 20]);
        assert!(matches!(whole(Packing::Gzip, &bomb, 1000), Err(ReadErrorKind::Bomb(1000))));
        let zst = zstd::encode_all(&vec![0u8; 3 << 20][..], 3).unwrap();
        assert!(matches!(whole(Packing::Zstd, &zst, 1000), Err(ReadErrorKind::Bomb(1000))));
        assert!(matches!(whole(Packing::None, b"text", 3), Err(ReadErrorKind::TooLarge(3))));
        let cut = &gzip(b"some text that is cut")[..20];
        assert!(matches!(whole(Packing::Gzip, cut, 1000), Err(ReadErrorKind::Unpack(_))));
        assert!(matches!(whole(Packing::Zstd, b"no zstd at all", 1000), Err(ReadErrorKind::Unpack(_))));
    }
}
