//! The API's description as an outline that a reviewer reads in a minute: what is asked, what is answered.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::Value;

/// An enumeration longer than this is a list of codes, of which the number says enough.
const LONG_ENUM: usize = 16;

/// Every operation with its parameters and answers, then every schema with its properties.
pub fn outline(description: &Value) -> String {
    let mut text = String::new();
    for (path, item) in sorted(&description["paths"]) {
        for (method, operation) in sorted(item) {
            writeln!(text, "{} {path}: {}", method.to_uppercase(), operation["summary"].as_str().unwrap())
                .unwrap();
            for parameter in operation["parameters"].as_array().into_iter().flatten() {
                let required = if parameter["required"] == true { ", required" } else { "" };
                let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
                writeln!(text, "  {place} {name}: {}{required}", kind(&parameter["schema"])).unwrap();
            }
            for (media, content) in sorted(&operation["requestBody"]["content"]) {
                writeln!(text, "  body {media}: {}", kind(&content["schema"])).unwrap();
            }
            for (status, answer) in sorted(&operation["responses"]) {
                let contents = sorted(&answer["content"]).into_iter();
                let contents =
                    contents.map(|(media, content)| format!("{media} {}", kind(&content["schema"])));
                let contents = contents.collect::<Vec<_>>().join(" or ");
                writeln!(text, "  {status} {}", if contents.is_empty() { "nothing" } else { &contents })
                    .unwrap();
                for (name, link) in sorted(&answer["links"]) {
                    writeln!(text, "    link {name} → {}", link["operationId"].as_str().unwrap()).unwrap();
                }
            }
        }
    }
    for (name, schema) in sorted(&description["components"]["schemas"]) {
        writeln!(text, "{name}: {}", kind(schema)).unwrap();
        for (property, schema_of) in sorted(&schema["properties"]) {
            let required =
                schema["required"].as_array().is_some_and(|all| all.contains(&property.as_str().into()));
            writeln!(text, "  {property}{}: {}", if required { "" } else { "?" }, kind(schema_of)).unwrap();
        }
    }
    text
}

/// The entries of an object by name: which order they come in depends on features that any dependency may turn on.
fn sorted(object: &Value) -> BTreeMap<&String, &Value> {
    object.as_object().into_iter().flatten().collect()
}

fn kind(schema: &Value) -> String {
    if let Some(reference) = schema["$ref"].as_str() {
        return reference.rsplit('/').next().unwrap().to_owned();
    }
    for joined in ["oneOf", "anyOf", "allOf"] {
        if let Some(kinds) = schema[joined].as_array() {
            return kinds.iter().map(kind).collect::<Vec<_>>().join(" | ");
        }
    }
    let name = match &schema["type"] {
        Value::String(name) => name.clone(),
        Value::Array(names) => names.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" | "),
        _ => "anything".to_owned(),
    };
    if let Some(values) = schema["enum"].as_array() {
        if values.len() > LONG_ENUM {
            return format!("one of {} codes", values.len());
        }
        return values.iter().map(Value::to_string).collect::<Vec<_>>().join(", ");
    }
    if !schema["items"].is_null() {
        return format!("{name} of {}", kind(&schema["items"]));
    }
    if !schema["additionalProperties"].is_null() {
        return format!("{name} of {}", kind(&schema["additionalProperties"]));
    }
    let bounds = ["minimum", "maximum", "minLength", "maxLength", "pattern"];
    let bounds = bounds.into_iter().filter(|bound| !schema[*bound].is_null());
    let bounds: Vec<String> = bounds.map(|bound| format!("{bound} {}", schema[bound])).collect();
    if bounds.is_empty() { name } else { format!("{name} ({})", bounds.join(", ")) }
}
