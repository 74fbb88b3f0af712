//! What the tests of the passes share.

use serde_json::{Value, json};

use super::Context;
use crate::api::Api;
use crate::names::Names;
use crate::problem::Result;
use crate::settings::Settings;

/// An API of named schemas alone.
pub fn api_of(schemas: Value) -> Api {
    let Value::Object(schemas) = schemas else {
        panic!("schemas are an object");
    };
    Api {
        schemas,
        ..Api::default()
    }
}

/// Settings that correct nothing.
pub fn settings() -> Settings {
    let text = r#"
        title = "Test"
        description = "A test."
        keywords = []
        credential_variable = "TEST_KEY"
        base_url_variable = "TEST_BASE_URL"
    "#;
    toml::from_str(text).expect("the settings are complete")
}

/// Runs one pass.
pub fn run_pass(pass: fn(&mut Api, &mut Context<'_>) -> Result<()>, api: &mut Api) {
    let (settings, mut names) = (settings(), Names::default());
    let mut context = Context {
        settings: &settings,
        settings_file: "provider.toml",
        names: &mut names,
        trace: false,
    };
    pass(api, &mut context).expect("the pass succeeds");
}

/// Runs one pass on one field's schema.
pub fn run_on_schema(pass: fn(&mut Api, &mut Context<'_>) -> Result<()>, schema: Value) -> Value {
    let mut api = api_of(json!({ "A": { "type": "object", "properties": { "x": schema } } }));
    run_pass(pass, &mut api);
    api.schemas["A"]["properties"]["x"].clone()
}
