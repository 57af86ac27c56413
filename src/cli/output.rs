//! Where output goes: what machines read to stdout, what people read to stdout on a terminal and
//! to stderr otherwise.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;

/// What a command prints its results as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people.
    Text,
    /// For programs: the API's JSON.
    Json,
}

/// Writes a result to stdout, as text.
pub fn print(text: impl std::fmt::Display) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    write!(stdout, "{text}")?;
    stdout.flush()
}

/// Writes a result to stdout, as indented JSON and a line end.
pub fn print_json(value: &impl Serialize) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    serde_json::to_writer_pretty(&mut stdout, value)?;
    writeln!(stdout)?;
    stdout.flush()
}

/// Tells people how the work went: one line.
pub fn tell(line: impl std::fmt::Display) -> io::Result<()> {
    if io::stdout().is_terminal() {
        writeln!(io::stdout(), "{line}")
    } else {
        writeln!(io::stderr(), "{line}")
    }
}

/// Tells people of something wrong that does not stop the work: one line on stderr.
pub fn warn(line: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stderr(), "{line}")
}

/// Whether marks and colours may be written to stdout: a terminal, and `NO_COLOR` unset or empty (no-color.org).
pub fn is_styled() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// Whether an error is the reader's going away, which is no failure.
pub fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        let io_error = cause.downcast_ref::<io::Error>();
        io_error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
    })
}
