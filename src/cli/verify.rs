//! `vigie verify`: whether an index is whole.

use serde_json::json;

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::verify_index;
use super::output::{self, Format};

#[derive(clap::Args, Debug)]
pub struct VerifyArgs {
    #[command(flatten)]
    location: IndexLocation,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

pub fn run(args: VerifyArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let report = verify_index(&args.location, &rules)?;
    let is_sound = report.problems.is_empty();
    match args.format {
        Format::Json => {
            let problems: Vec<_> = report
                .problems
                .iter()
                .map(|(file, problem)| json!({ "file": file, "problem": problem }))
                .collect();
            output::print_json(&json!({
                "documents": report.documents, "files": report.files, "bytes": report.bytes, "problems": problems,
            }))?;
        }
        Format::Text => {
            for (file, problem) in &report.problems {
                output::print(format_args!("{file}: {problem}\n"))?;
            }
            let (documents, files, bytes) = (report.documents, report.files, report.bytes);
            let verdict = if is_sound { "sound" } else { "damaged" };
            output::print(format_args!(
                "{verdict}: {documents} documents, {files} files, {bytes} bytes read\n"
            ))?;
        }
    }
    if !is_sound {
        output::warn(report.remedy)?;
    }
    Ok(if is_sound { ExitStatus::Done } else { ExitStatus::Failed })
}
