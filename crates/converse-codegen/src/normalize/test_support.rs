//! Helpers for the tests of the passes: schemas as JSON, before and after.

use serde_json::{Value, json};

use super::{Context, Pass, hoist, inline_plain, normalize};
use crate::api::as_json::json_of;
use crate::api::{Api, Described, Name, Published};
use crate::collect::collect;
use crate::collect::schema::describe;
use crate::names::Names;
use crate::problem::Result;
use crate::settings::Settings;

/// Returns an API of named schemas alone.
pub fn api_of(schemas: Value) -> Described {
    let Value::Object(schemas) = schemas else {
        panic!("schemas are an object");
    };
    let schemas = schemas.into_iter();
    describe(Published {
        schemas: schemas.map(|(name, it)| (Name::from(name), it)).collect(),
        ..Published::default()
    })
}

/// Returns an API of named schemas, in which those that need a name have one.
pub fn sites_of(schemas: Value) -> Api {
    let mut api = api_of(schemas);
    run_pass(hoist::properties, &mut api);
    run_pass(hoist::variants, &mut api);
    inline_plain::run(api)
}

/// Returns settings without corrections.
pub fn settings() -> Settings {
    let text = r#"
        title = "Test"
        description = "A test."
        keywords = []
        credential_variable = "TEST_KEY"
        base_url_variable = "TEST_BASE_URL"
    "#;
    Settings::parse("provider.toml", text).expect("the settings are complete")
}

/// Returns a document after collect and all passes.
pub fn normalized(document: &Value) -> Result<Api> {
    let settings = settings();
    let mut names = Names::default();
    let mut context = Context {
        settings: &settings,
        settings_file: settings.file(),
        names: &mut names,
        trace: false,
    };
    let api = collect(document.clone(), "test.json", &settings)?;
    normalize(api, "test.json", &mut context)
}

/// Runs one pass.
pub fn run_pass<A>(pass: Pass<A>, api: &mut A) {
    pass(api).expect("the pass succeeds");
}

/// Runs one pass on one field's schema.
pub fn run_on_schema(pass: Pass<Described>, schema: Value) -> Value {
    let mut api = api_of(json!({ "A": { "type": "object", "properties": { "x": schema } } }));
    run_pass(pass, &mut api);
    json_of(&api.schemas["A"])["properties"]["x"].clone()
}
