//! Helpers for the tests of the passes.

use serde_json::{Value, json};

use super::{Context, normalize};
use crate::api::Api;
use crate::collect::collect;
use crate::names::Names;
use crate::problem::Result;
use crate::settings::Settings;

/// Returns an API of named schemas alone.
pub fn api_of(schemas: Value) -> Api {
    let Value::Object(schemas) = schemas else {
        panic!("schemas are an object");
    };
    Api {
        schemas,
        ..Api::default()
    }
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
    let mut api = collect(document, &settings)?;
    run_pass_with(normalize, &mut api, &settings)?;
    Ok(api)
}

/// Runs one pass.
pub fn run_pass(pass: fn(&mut Api, &mut Context<'_>) -> Result<()>, api: &mut Api) {
    run_pass_with(pass, api, &settings()).expect("the pass succeeds");
}

fn run_pass_with(
    pass: fn(&mut Api, &mut Context<'_>) -> Result<()>,
    api: &mut Api,
    settings: &Settings,
) -> Result<()> {
    let mut names = Names::default();
    let mut context = Context {
        settings,
        settings_file: settings.file(),
        names: &mut names,
        trace: false,
    };
    pass(api, &mut context)
}

/// Runs one pass on one field's schema.
pub fn run_on_schema(pass: fn(&mut Api, &mut Context<'_>) -> Result<()>, schema: Value) -> Value {
    let mut api = api_of(json!({ "A": { "type": "object", "properties": { "x": schema } } }));
    run_pass(pass, &mut api);
    api.schemas["A"]["properties"]["x"].clone()
}
