//! `vigie eval`: scores against a gold file.

use std::fmt::Write;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};

use super::ExitStatus;
use super::config::{IndexLocation, Rules};
use super::open::open_searcher;
use super::output::{self, Format};
use crate::codes::CommuniqueId;
use crate::corpus::{ReadLimits, SourceDocument, read, source_file};
use crate::enrich::EnrichmentCache;
use crate::eval::{
    DocumentScores, EvalReport, GoldDocument, GoldQuery, GoldRecord, MissKind, RankingScores, Worded,
    demands, obeys, parse_gold_line, score_query,
};
use crate::query::{RawParams, SearchParams, SearchRequest};
use crate::search::Searcher;

#[derive(clap::Args, Debug)]
pub struct EvalArgs {
    /// The gold file
    #[arg(value_name = "GOLD")]
    gold: PathBuf,
    #[command(flatten)]
    location: IndexLocation,
    /// How to print it
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    /// List every miss and every false alarm with its evidence
    #[arg(long)]
    errors: bool,
}

pub fn run(args: EvalArgs) -> anyhow::Result<ExitStatus> {
    let rules = args.location.config.rules()?;
    let (documents, queries) = read_gold(&args.gold)?;
    let document_scores = score_documents(&documents, &args.gold, &rules)?;
    let mut misses = String::new();
    let ranking_scores = if queries.is_empty() {
        RankingScores::default()
    } else {
        let searcher = open_searcher(&args.location, &rules)?;
        score_queries(&queries, &searcher, &rules, &mut misses)?
    };
    let report = EvalReport::new(&document_scores, &ranking_scores);
    match args.format {
        Format::Json => output::print_json(&report)?,
        Format::Text => output::print(summary(&report, &ranking_scores)?)?,
    }
    if args.errors {
        // With JSON the figures alone are for programs; the list is for people.
        let list = format!("{}{misses}", miss_list(&document_scores)?);
        match args.format {
            Format::Json => output::warn(list)?,
            Format::Text => output::print(list)?,
        }
    }
    Ok(ExitStatus::Done)
}

fn read_gold(path: &Path) -> anyhow::Result<(Vec<GoldDocument>, Vec<GoldQuery>)> {
    let file = File::open(path).with_context(|| format!("cannot read the gold file {}", path.display()))?;
    let (mut documents, mut queries) = (Vec::new(), Vec::new());
    for (at, line) in BufReader::new(file).lines().enumerate() {
        let line = line.with_context(|| format!("{}: line {}", path.display(), at + 1))?;
        let record = parse_gold_line(at as u64 + 1, &line).with_context(|| path.display().to_string())?;
        match record {
            None => {}
            Some(GoldRecord::Document(document)) => documents.push(document),
            Some(GoldRecord::Query(query)) => queries.push(query),
        }
    }
    Ok((documents, queries))
}

fn score_documents(documents: &[GoldDocument], gold: &Path, rules: &Rules) -> anyhow::Result<DocumentScores> {
    let enricher = rules.enricher();
    let mut cache = EnrichmentCache::default();
    let mut scores = DocumentScores::default();
    for document in documents {
        let source = gold_source(document, gold)?;
        let checked =
            source.check(&rules.config).with_context(|| format!("gold document {}", document.id))?;
        let enriched = enricher.enrich(checked.communique, &mut cache);
        scores.add(document, &enriched.document);
    }
    Ok(scores)
}

/// The document as a source would bring it: its text alone, none of what the gold says of it.
fn gold_source(document: &GoldDocument, gold: &Path) -> anyhow::Result<SourceDocument> {
    if let Some(body) = &document.body {
        return Ok(SourceDocument {
            origin: document.id.clone(),
            id: Some(document.id.clone()),
            title: document.title.clone(),
            body: body.clone(),
            ..SourceDocument::default()
        });
    }
    let Some(name) = &document.file else {
        bail!("gold document {} has neither `body` nor `file`", document.id);
    };
    let beside = gold.parent().unwrap_or(Path::new("")).join(name);
    let path = if Path::new(name).exists() { PathBuf::from(name) } else { beside };
    let file = source_file(&path).with_context(|| format!("gold document {}", document.id))?;
    let mut found = None;
    read(&file, &ReadLimits::default(), &mut |source| {
        let Ok(source) = source else { return ControlFlow::Continue(()) };
        // In a file of several, the record of that id; of a file of one, the one.
        let id = source.effective_id();
        let is_it = id.as_str() == document.id || id == CommuniqueId::from_origin(&document.id);
        if is_it || found.is_none() {
            found = Some(source);
        }
        if is_it { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let found = found
        .with_context(|| format!("gold document {}: {} holds no communiqué", document.id, path.display()))?;
    // What a record states of itself would be scored as if it had been found.
    Ok(SourceDocument { language: None, countries: None, topics: None, ..found })
}

fn score_queries(
    queries: &[GoldQuery],
    searcher: &Searcher,
    rules: &Rules,
    misses: &mut String,
) -> anyhow::Result<RankingScores> {
    let mut scores = RankingScores::default();
    for query in queries {
        let mut pairs = query.param_pairs();
        pairs.push(("q".to_owned(), query.q.clone()));
        for (name, value) in [("limit", "100"), ("group", "none"), ("facets", "")] {
            if !pairs.iter().any(|(given, _)| given == name) {
                pairs.push((name.to_owned(), value.to_owned()));
            }
        }
        let mut raw = RawParams::new(pairs);
        let params = SearchParams::take(&mut raw)?;
        raw.finish()?;
        let request = SearchRequest::check(&params, searcher.config())
            .with_context(|| format!("gold query `{}`", query.q))?;
        let results = searcher.search(&request)?;
        if demands(&request.query.query) {
            scores.demanding += 1;
            let mut is_obeyed = true;
            for hit in &results.hits {
                let Some(stored) = searcher.engine().document(&hit.id)? else { continue };
                let worded = Worded::new(&stored.document, &rules.analyzer);
                if !obeys(&request.query.query, &worded, &rules.analyzer) {
                    is_obeyed = false;
                    writeln!(misses, "query not obeyed by {}: {}", hit.id, query.q)?;
                }
            }
            scores.obeyed += u64::from(is_obeyed);
        }
        // The gold may name a document by its path, from which its id derives.
        let relevant = query.relevant.iter().map(|(id, grade)| (id_of(id, searcher), *grade)).collect();
        let found: Vec<&str> = results.hits.iter().map(|hit| hit.id.as_str()).collect();
        let score = score_query(&found, &relevant);
        if score.ndcg_at_10 < 0.999 {
            writeln!(
                misses,
                "query {:<10} nDCG@10 {:.3} rr {:.3}  {}",
                query.kind.as_deref().unwrap_or("-"),
                score.ndcg_at_10,
                score.reciprocal_rank,
                query.q
            )?;
        }
        scores.add(query.kind.as_deref().unwrap_or("all"), score);
    }
    Ok(scores)
}

fn id_of(name: &str, searcher: &Searcher) -> String {
    let known = |id: &CommuniqueId| searcher.engine().document(id).is_ok_and(|found| found.is_some());
    match name.parse::<CommuniqueId>() {
        Ok(id) if known(&id) => name.to_owned(),
        _ => CommuniqueId::from_origin(name).to_string(),
    }
}

fn summary(report: &EvalReport, ranking: &RankingScores) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    let figure = |value: Option<f64>| value.map_or_else(|| "—".to_owned(), |value| format!("{value:.4}"));
    writeln!(text, "documents {}", report.documents)?;
    writeln!(text, "  language accuracy {}", figure(report.language_accuracy))?;
    writeln!(text, "  date accuracy     {}", figure(report.date_accuracy))?;
    for (name, precision, recall, f1) in [
        ("countries", report.country_precision, report.country_recall, report.country_f1),
        ("topics", report.topic_precision, report.topic_recall, report.topic_f1),
    ] {
        let (precision, recall, f1) = (figure(precision), figure(recall), figure(f1));
        writeln!(text, "  {name:<10} precision {precision}  recall {recall}  F1 {f1}")?;
    }
    writeln!(text, "queries   {}", report.queries)?;
    let (ndcg, mrr) = (figure(report.ndcg_at_10), figure(report.mrr));
    writeln!(text, "  nDCG@10 {ndcg}  MRR {mrr}  recall@100 {}", figure(report.recall_at_100))?;
    if ranking.demanding > 0 {
        writeln!(text, "  quotes and exclusions obeyed in {} of {}", ranking.obeyed, ranking.demanding)?;
    }
    for (kind, (count, ndcg)) in ranking.ndcg_by_kind() {
        writeln!(text, "    {kind:<12} {count:>4} queries  nDCG@10 {ndcg:.4}")?;
    }
    Ok(text)
}

fn miss_list(scores: &DocumentScores) -> Result<String, std::fmt::Error> {
    let mut text = String::new();
    for miss in &scores.misses {
        let what = match &miss.kind {
            MissKind::Language { expected, found } => format!("language: {found} instead of {expected}"),
            MissKind::Date { expected, found } => format!("date: {found} instead of {expected}"),
            MissKind::CountryMissed(code) => format!("country {code}: missed"),
            MissKind::CountryFalse(code) => format!("country {code}: false alarm"),
            MissKind::TopicMissed(path) => format!("topic {path}: missed"),
            MissKind::TopicFalse(path) => format!("topic {path}: false alarm"),
        };
        writeln!(text, "{}  {what}", miss.id)?;
        for (words, evidence) in miss.evidence.iter().take(12) {
            let place = format!("{:?}", evidence.place).to_lowercase();
            let (start, weight, rule) = (evidence.range.start, evidence.weight, &evidence.rule);
            writeln!(text, "    {weight:>+6.2} {place}:{start:<6} « {words} » {rule}")?;
        }
    }
    Ok(text)
}
