//! `src/contract.rs`: what a server needs that stands in for the provider.

use std::collections::BTreeMap;

use serde_json::Value;

use super::Input;
use super::examples::status_number;
use super::part::{Call, Part};
use super::rust::{json_literal, literal};
use crate::api::{Operation, Resource, ResourceAction, Site, SuccessBody};
use crate::docs::comment;
use crate::samples::Maker;

/// Returns the file's content.
pub fn render<'a>(input: &Input<'a>, part: &Part<'a>) -> String {
    let mut text = input.head("What a server needs that stands in for the provider.");
    let root = part.root;
    let mut samples = Samples::of(input);
    let made: Vec<(String, Sample)> = part
        .calls
        .iter()
        .flat_map(|call| {
            let samples = samples.all(call.operation);
            samples
                .into_iter()
                .map(|sample| (call.condition("    "), sample))
        })
        .collect();
    let shared = Shared::of(made.iter().map(|(_, sample)| sample.json.as_str()));
    let entries: String = made
        .iter()
        .map(|(condition, sample)| format!("{condition}{}", sample.entry(&shared)))
        .collect();
    let builders = match part.calls.is_empty() {
        true => "",
        false => "    use super::builder;\n\n",
    };
    let builder = if part.calls.is_empty() {
        ""
    } else {
        ", builder"
    };
    let constants: String = part.calls.iter().map(constant).collect();
    let typed = match constants.is_empty() {
        true => "",
        false => "    use converse_core::dynamic::TypedOperation;\n\n",
    };
    let resources: String = part.calls.iter().filter_map(resource).collect();
    let example = match entries.is_empty() {
        true => "Example",
        false => "{Example, Side}",
    };
    // A part that is turned off may be the only one that has entries.
    let allowed = match part.split {
        None => "",
        Some(_) => "\n#![allow(dead_code, unused_imports, reason = \"parts may be turned off\")]\n",
    };
    let action = match resources.is_empty() {
        true => "",
        false => ", ResourceAction",
    };
    text.push_str(&format!(
        r#"{allowed}
use converse_core::dynamic::{{Contract, Resource{action}}};
use converse_core::operation::{example};

use {root}::{{Client, EXAMPLES, OPERATIONS, PROVIDER{builder}}};

/// What the document says about calls, for a server that stands in for the provider.
pub static CONTRACT: Contract = Contract::new(&PROVIDER, OPERATIONS, EXAMPLES)
    .client::<Client>()
    .samples(SAMPLES)
    .resources(RESOURCES);

/// The operations with the types of their bodies, for tests that name them.
pub mod op {{
{typed}{builders}{constants}}}

/// Bodies made from the document, for operations that document none.
static SAMPLES: &[Example] = &[
{entries}];

/// What the document says about resources that its paths do not show.
static RESOURCES: &[Resource] = &[
{resources}];
{}"#,
        shared.definitions()
    ));
    text
}

/// A body that the document does not show.
struct Sample {
    operation: String,
    /// `None` for a request.
    status: Option<u16>,
    json: String,
}

impl Sample {
    fn entry(&self, shared: &Shared) -> String {
        let side = match self.status {
            None => "Side::Request".to_owned(),
            Some(status) => format!("Side::Response({status})"),
        };
        let json = shared.name(&self.json);
        let json = json.unwrap_or_else(|| json_literal(&self.json));
        format!(
            "    Example::new({}, \"sample\", {side}, {json}),\n",
            literal(&self.operation)
        )
    }
}

/// Makes the bodies that a document does not show.
struct Samples<'a> {
    sent: Maker<'a>,
    received: Maker<'a>,
}

impl<'a> Samples<'a> {
    fn of(input: &Input<'a>) -> Self {
        Self {
            sent: Maker::new(input.api).sending(),
            received: Maker::new(input.api),
        }
    }

    fn all(&mut self, operation: &'a Operation) -> Vec<Sample> {
        let mut found = Vec::new();
        let mut add = |status: Option<u16>, value: Option<Value>| {
            found.extend(value.map(|value| Sample {
                operation: operation.id.clone(),
                status,
                json: value.to_string(),
            }));
        };
        let documents = |status: Option<&str>| {
            let mut examples = operation.examples.iter();
            examples.any(|it| it.status.as_deref() == status)
        };
        if let Some(body) = operation.body.as_ref().filter(|_| !documents(None)) {
            add(None, self.sent.of_site(&body.schema, None, "body"));
        }
        let mut shown = operation
            .examples
            .iter()
            .filter_map(|it| it.status.as_deref());
        if !shown.any(|status| status.starts_with('2'))
            && let Some((status, schema)) = first_success(operation)
        {
            add(Some(status), self.received.of_site(schema, None, "value"));
        }
        for error in &operation.errors {
            if !documents(Some(&error.status)) {
                let value = self.received.of_site(&error.schema, None, "error");
                add(Some(status_number(&error.status)), value);
            }
        }
        found
    }
}

/// Returns the first status with a JSON body, and the schema of that.
fn first_success(operation: &Operation) -> Option<(u16, &Site)> {
    let mut statuses = operation.success.statuses.iter();
    statuses.find_map(
        |(status, index)| match operation.success.bodies.get(*index) {
            Some(SuccessBody::Json(schema)) => {
                let status = match status.as_str() {
                    "DEFAULT" => 200,
                    status => status_number(status),
                };
                Some((status, schema))
            }
            _ => None,
        },
    )
}

/// The bodies that several operations have: mostly those of errors.
struct Shared<'a>(BTreeMap<&'a str, usize>);

impl<'a> Shared<'a> {
    fn of(all: impl Iterator<Item = &'a str>) -> Self {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for json in all {
            *counts.entry(json).or_default() += 1;
        }
        let several = counts.into_iter().filter(|(_, count)| *count > 1);
        let numbered = several.enumerate();
        Self(numbered.map(|(number, (json, _))| (json, number)).collect())
    }

    fn name(&self, json: &str) -> Option<String> {
        self.0.get(json).map(|number| format!("SHARED_{number}"))
    }

    fn definitions(&self) -> String {
        let constants = self.0.iter();
        let constants = constants.map(|(json, number)| {
            format!(
                "\n/// A body of several operations.\nconst SHARED_{number}: &str = {};\n",
                json_literal(json)
            )
        });
        constants.collect()
    }
}

fn constant(call: &Call<'_>) -> String {
    let operation = call.operation;
    let name = operation
        .method_name
        .trim_start_matches("r#")
        .trim_end_matches('_');
    let (name, builder) = (name.to_uppercase(), &operation.builder_name);
    let docs = comment("    ", "///", &format!("`{}`", operation.id));
    format!(
        "{}{docs}    pub const {name}: TypedOperation<builder::{builder}> = TypedOperation::new();\n",
        call.condition("    "),
    )
}

fn resource(call: &Call<'_>) -> Option<String> {
    let Resource {
        action,
        collection,
        sets,
    } = call.operation.resource.as_ref()?;
    let action = match action {
        ResourceAction::Create => "Create",
        ResourceAction::List => "List",
        ResourceAction::Read => "Read",
        ResourceAction::Change => "Change",
        ResourceAction::Delete => "Delete",
        ResourceAction::None => "None",
    };
    let sets: Vec<String> = sets
        .iter()
        .map(|(name, value)| format!("({}, {})", literal(name), json_literal(&value.to_string())))
        .collect();
    let sets = match sets.is_empty() {
        true => String::new(),
        false => format!(".sets(&[{}])", sets.join(", ")),
    };
    Some(format!(
        "{}    Resource::new({}, ResourceAction::{action}, {}){sets},\n",
        call.condition("    "),
        literal(&call.operation.id),
        literal(collection),
    ))
}
