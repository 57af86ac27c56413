//! Where the index and the configuration are.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;

use crate::analysis::Analyzer;
use crate::config::Config;
use crate::enrich::Enricher;

/// Which configuration.
#[derive(clap::Args, Debug, Clone, Default)]
pub struct ConfigArgs {
    /// Directory with languages.toml, countries.toml, topics.toml, organisations.toml, lexicon.toml and
    /// ranking.toml instead of the built-in ones
    #[arg(long, value_name = "DIR")]
    pub config: Option<PathBuf>,
}

/// Which index, and which configuration it was built with.
#[derive(clap::Args, Debug, Clone)]
pub struct IndexLocation {
    /// Directory of the index
    #[arg(long, value_name = "DIR", env = "VIGIE_INDEX", default_value = "vigie-index")]
    pub index: PathBuf,
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// The configuration, and what is made of it once for the whole run.
#[derive(Clone)]
pub struct Rules {
    /// The configuration.
    pub config: Arc<Config>,
    /// Its analyzer.
    pub analyzer: Analyzer,
}

impl ConfigArgs {
    /// Reads the configuration.
    pub fn rules(&self) -> anyhow::Result<Rules> {
        let config = match &self.config {
            Some(dir) => Config::from_dir(dir).with_context(|| format!("--config {}", dir.display()))?,
            None => Config::built_in()?,
        };
        Ok(Rules { analyzer: Analyzer::new(config.languages.clone()), config: Arc::new(config) })
    }
}

impl Rules {
    /// An enricher of these rules; costs some tens of milliseconds to make.
    pub fn enricher(&self) -> Enricher {
        Enricher::new(&self.config, self.analyzer.clone())
    }
}

/// `./corpus`, where the main job finds something to index.
pub fn sample_corpus() -> Option<PathBuf> {
    let corpus = Path::new("corpus");
    corpus.is_dir().then(|| corpus.to_owned())
}
