//! Exit codes: the only place that picks one.

use std::process::ExitCode;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExitStatus {
    /// The work is done (0).
    Done,
    /// The work failed; the message is on stderr (1).
    Failed,
    /// The command was used wrongly; the message is on stderr (2).
    WrongUsage,
}

impl From<ExitStatus> for ExitCode {
    fn from(status: ExitStatus) -> ExitCode {
        ExitCode::from(match status {
            ExitStatus::Done => 0,
            ExitStatus::Failed => 1,
            ExitStatus::WrongUsage => 2,
        })
    }
}
