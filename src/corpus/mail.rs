//! E-mail: the message as a document, and each attachment we can read as one of its own.

use mail_parser::{MessageParser, MimeHeaders};

use super::SourceDocument;
use super::clean::one_line;
use super::error::{ReadError, ReadErrorKind};
use super::html::render_fragment;
use super::limits::ReadLimits;
use super::read::{Each, read_bytes};

/// Reads a message and its attachments.
pub(super) fn read_mail(bytes: &[u8], origin: &str, limits: &ReadLimits, each: &mut Each<'_>) {
    let Some(message) = MessageParser::default().parse(bytes) else {
        return each(Err(ReadError::new(origin, ReadErrorKind::Mail)));
    };
    let html = (0..message.html_body_count()).filter_map(|at| message.body_html(at));
    let rendered = render_fragment(&html.collect::<Vec<_>>().join("<hr>"));
    let from = message.from().and_then(|from| from.first());
    let source = from.and_then(|from| from.name().or(from.address()));
    if !rendered.text.trim().is_empty() {
        each(Ok(SourceDocument {
            origin: origin.to_owned(),
            title: message.subject().and_then(one_line),
            body: rendered.text,
            source: source.and_then(one_line),
            date: message.date().map(|date| format!("{:04}-{:02}-{:02}", date.year, date.month, date.day)),
            marked_languages: rendered.marked_languages,
            ..SourceDocument::default()
        }));
    }
    let inner = ReadLimits { mail_depth: limits.mail_depth.saturating_sub(1), ..*limits };
    for (number, part) in message.attachments().enumerate() {
        let name = part.attachment_name().unwrap_or_default();
        read_bytes(name, part.contents(), &format!("{origin}#{}", number + 1), &inner, each);
    }
}
