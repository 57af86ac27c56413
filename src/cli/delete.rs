//! `vigie delete`: removes documents by id.

use super::ExitStatus;
use super::config::IndexLocation;
use super::open::open_writer;
use super::output;
use crate::codes::CommuniqueId;
use crate::query::ParamError;

/// Memory of a session that writes nothing, in bytes.
const WRITER_MEMORY: usize = 32 << 20;

#[derive(clap::Args, Debug)]
pub struct DeleteArgs {
    /// Ids of the documents to remove
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
    #[command(flatten)]
    location: IndexLocation,
}

pub fn run(args: DeleteArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let ids = args.ids.iter().map(|id| id.parse::<CommuniqueId>());
    let ids: Vec<CommuniqueId> =
        ids.collect::<Result<_, _>>().map_err(|error| ParamError::new("id", error))?;
    let mut writer = open_writer(&args.location, &rules, WRITER_MEMORY)?;
    let mut removed = 0;
    for id in &ids {
        if writer.delete(id)? {
            removed += 1;
        } else {
            output::warn(format_args!("{id}: not in the index"))?;
        }
    }
    if removed > 0 {
        writer.commit()?;
    }
    output::tell(format_args!("{removed} removed, {} not there", ids.len() - removed))?;
    Ok(if removed == ids.len() { ExitStatus::Done } else { ExitStatus::Failed })
}
