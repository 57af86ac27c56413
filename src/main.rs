//! The `vigie` command: everything is in the library.

fn main() {}
