//! Documents that are mutated at random: each gives a crate or an error, and never a panic.

use converse_codegen::{Crate, Generator, Result, Settings, SplitByTag};
use serde_json::{Value, json};

/// Number of mutated documents, unless `MUTATIONS` is set.
const ROUNDS: u64 = 300;

/// Seeds: small documents of each kind, so that a mutation hits something that matters.
const SEEDS: [&str; 3] = [
    include_str!("seeds/shapes.json"),
    include_str!("seeds/calls.json"),
    include_str!("seeds/newer.json"),
];

/// The forms of a crate: in one piece, or with a feature per tag.
const FORMS: [SplitByTag; 2] = [SplitByTag::Never, SplitByTag::Always];

#[test]
fn no_mutation_makes_a_panic() {
    let seeds: Vec<Value> = SEEDS
        .iter()
        .map(|seed| serde_json::from_str(seed).unwrap())
        .collect();
    for seed in &seeds {
        for split in FORMS {
            build(seed.clone(), split).expect("a seed itself is a crate");
        }
    }
    let rounds = std::env::var("MUTATIONS")
        .ok()
        .and_then(|rounds| rounds.parse().ok());
    let mut crates = 0;
    for round in 0..rounds.unwrap_or(ROUNDS) {
        let mut random = fastrand::Rng::with_seed(round);
        let mut document = seeds[round as usize % seeds.len()].clone();
        for _ in 0..random.usize(1..=4) {
            mutate(&mut document, &mut random);
        }
        let text = document.to_string();
        // Each seed in each form.
        match build(document, FORMS[round as usize / seeds.len() % FORMS.len()]) {
            Ok(_) => crates += 1,
            Err(problem) => {
                let message = problem.to_string();
                // The fault must be reported as one of the document.
                assert!(
                    !message.contains("progenitor") && !message.contains("report it"),
                    "round {round}: {message}\n{text}"
                );
                assert!(message.contains("help: "), "round {round}: {message}");
            }
        }
    }
    // Most mutations leave a document that still becomes a crate.
    assert!(crates > 0);
    println!("{crates} crates");
}

fn build(document: Value, split: SplitByTag) -> Result<Crate> {
    let mut settings = Settings::new("seed");
    settings.split_by_tag = split;
    let generator = Generator::new(document).name("seed");
    generator.settings(settings).build()
}

fn mutate(document: &mut Value, random: &mut fastrand::Rng) {
    let mut places = Vec::new();
    list(document, String::new(), &mut places);
    let place = places[random.usize(..places.len())].clone();
    let other = places[random.usize(..places.len())].clone();
    let copied = document.pointer(&other).cloned().unwrap_or_default();
    let Some(target) = document.pointer_mut(&place) else {
        return;
    };
    match random.u8(..8) {
        0 => *target = copied,
        1 => *target = odd_value(random),
        2 => *target = json!({ "$ref": format!("#{other}") }),
        3 => drop_one(target, random),
        4 => rename_one(target, random),
        5 => {
            if let Value::Array(array) = target {
                array.push(copied);
            }
        }
        6 => {
            if let Value::Object(object) = target {
                object.insert(odd_key(random), copied);
            }
        }
        _ => {
            if let Value::Object(object) = target {
                object.insert(odd_key(random), odd_value(random));
            }
        }
    }
}

fn list(value: &Value, at: String, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, child) in object {
                let token = key.replace('~', "~0").replace('/', "~1");
                list(child, format!("{at}/{token}"), places);
            }
        }
        Value::Array(array) => {
            for (index, child) in array.iter().enumerate() {
                list(child, format!("{at}/{index}"), places);
            }
        }
        _ => {}
    }
    places.push(at);
}

fn drop_one(target: &mut Value, random: &mut fastrand::Rng) {
    match target {
        Value::Object(object) if !object.is_empty() => {
            let key = object
                .keys()
                .nth(random.usize(..object.len()))
                .cloned()
                .unwrap_or_default();
            object.shift_remove(&key);
        }
        Value::Array(array) if !array.is_empty() => {
            array.remove(random.usize(..array.len()));
        }
        _ => *target = Value::Null,
    }
}

fn rename_one(target: &mut Value, random: &mut fastrand::Rng) {
    if let Value::Object(object) = target
        && !object.is_empty()
    {
        let key = object
            .keys()
            .nth(random.usize(..object.len()))
            .cloned()
            .unwrap_or_default();
        let value = object.shift_remove(&key).unwrap_or_default();
        object.insert(odd_key(random), value);
    }
}

fn odd_value(random: &mut fastrand::Rng) -> Value {
    let values = [
        json!(null),
        json!(true),
        json!(-1),
        json!(1e300),
        json!(""),
        json!("object"),
        json!(["string", "null"]),
        json!([]),
        json!({}),
        json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
        json!({ "type": "array" }),
        json!({ "oneOf": [] }),
        json!({ "allOf": [{ "$ref": "#/components/schemas/Node" }, { "type": "string" }] }),
        json!({ "enum": [null, 1, "a", "", [], {}] }),
        json!({ "type": "string", "format": "binary", "nullable": true }),
        json!({ "anyOf": [{ "type": "array", "items": {} }, { "type": "array", "items": { "type": "string" } }] }),
    ];
    values[random.usize(..values.len())].clone()
}

fn odd_key(random: &mut fastrand::Rng) -> String {
    let keys = [
        "",
        "type",
        "Self",
        "self",
        "extra",
        "a b",
        "{id}",
        "/{x}/{x}",
        "é",
        "1",
        "$ref",
        "allOf",
        "oneOf",
        "properties",
        "nullable",
        "required",
        "enum",
        "discriminator",
        "default",
        "format",
        "items",
        "Option",
        "application/json",
        "multipart/form-data",
        "*/*",
        "default",
        "2XX",
        "999",
        "get",
        "post",
        "parameters",
    ];
    keys[random.usize(..keys.len())].to_owned()
}
