//! The `vigie` command: everything is in the library.

use std::process::ExitCode;

/// Its many small allocations from several threads are what the system's allocator is slow at.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    vigie::cli::run(std::env::args_os()).into()
}
