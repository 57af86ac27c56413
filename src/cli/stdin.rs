//! Standard input that can be left: a read that nobody answers must not hold up the end of a run.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::time::Duration;

/// Bytes that are read at once.
const CHUNK_BYTES: usize = 64 << 10;

/// Chunks that may be read ahead.
const CHUNKS_AHEAD: usize = 4;

/// How soon a wish to stop is heard.
const HEARD_WITHIN: Duration = Duration::from_millis(100);

/// A stream that ends when its flag is set.
pub struct Stoppable {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    at: usize,
    stop: Arc<AtomicBool>,
}

impl Stoppable {
    /// Reads `inner` on a thread of its own, which is left to itself once `stop` is set.
    pub fn new(mut inner: impl Read + Send + 'static, stop: Arc<AtomicBool>) -> Stoppable {
        let (sender, chunks) = sync_channel(CHUNKS_AHEAD);
        std::thread::spawn(move || {
            loop {
                let mut chunk = vec![0; CHUNK_BYTES];
                let read = match inner.read(&mut chunk) {
                    Ok(0) => break,
                    Ok(read) => {
                        chunk.truncate(read);
                        Ok(chunk)
                    }
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    Err(error) => Err(error),
                };
                let is_over = read.is_err();
                if sender.send(read).is_err() || is_over {
                    break;
                }
            }
        });
        Stoppable { chunks, chunk: Vec::new(), at: 0, stop }
    }
}

impl Read for Stoppable {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.chunk.len() {
            if self.stop.load(Ordering::Relaxed) {
                return Ok(0);
            }
            match self.chunks.recv_timeout(HEARD_WITHIN) {
                Ok(chunk) => (self.chunk, self.at) = (chunk?, 0),
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Ok(0),
            }
        }
        let read = out.len().min(self.chunk.len() - self.at);
        out[..read].copy_from_slice(&self.chunk[self.at..self.at + read]);
        self.at += read;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_of_it_is_read() {
        let bytes: Vec<u8> = (0..300_000u32).map(|n| n as u8).collect();
        let mut read = Vec::new();
        let stop = Arc::new(AtomicBool::new(false));
        Stoppable::new(io::Cursor::new(bytes.clone()), stop).read_to_end(&mut read).unwrap();
        assert_eq!(read, bytes);
    }

    #[test]
    fn a_read_that_nobody_answers_ends_when_it_should() {
        struct Silent;
        impl Read for Silent {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                loop {
                    std::thread::park();
                }
            }
        }
        let stop = Arc::new(AtomicBool::new(false));
        let mut stream = Stoppable::new(Silent, Arc::clone(&stop));
        let setter = std::thread::spawn(move || stop.store(true, Ordering::Relaxed));
        assert_eq!(stream.read(&mut [0; 8]).unwrap(), 0);
        setter.join().unwrap();
    }
}
