//! `src/type_examples.rs`: an example of each type, one macro call for all; and the test that the types keep them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Input;
use super::part::Part;
use super::rust::json_literal;
use super::split::{Split, condition};
use crate::api::{OpenEnum, Shape, Struct, SuccessBody, SuccessUnion, Union};
use crate::samples::Maker;

/// The examples of the types of a crate.
pub struct TypeExamples<'a> {
    types: Vec<TypeExample<'a>>,
    /// What turns on the examples.
    features: BTreeSet<&'a str>,
}

struct TypeExample<'a> {
    name: &'a str,
    /// The variant of a success that holds the value.
    variant: Option<&'a str>,
    /// The name of the function; `None` for the usual one.
    function: Option<&'static str>,
    /// `None` for a success without a body.
    value: Option<Value>,
    /// What turns on the type: one of these features, if there are any.
    features: Vec<&'a str>,
}

impl<'a> TypeExamples<'a> {
    /// Makes an example of each type that has one.
    pub fn of(input: &Input<'a>, part: &Part<'a>) -> Self {
        let api = input.api;
        let mut maker = Maker::new(api);
        let homes = homes(part.split);
        let features = |name: &str| homes.get(name).cloned().unwrap_or_default();
        let names = names(&api.structs, &api.enums, &api.unions);
        let types = names.filter_map(|(name, function)| {
            let value = maker.of_type(name)?;
            Some(TypeExample {
                name,
                variant: None,
                function,
                value: Some(value),
                features: features(name),
            })
        });
        let mut types: Vec<TypeExample<'_>> = types.collect();
        for union in &api.success_unions {
            let Some((variant, value)) = success(input, &mut maker, union) else {
                continue;
            };
            types.push(TypeExample {
                name: &union.name,
                variant: Some(variant),
                function: None,
                value,
                features: features(&union.name),
            });
        }
        let features = types.iter().flat_map(|it| it.features.iter().copied());
        Self {
            features: features.collect(),
            types,
        }
    }

    /// Returns whether no type has an example.
    pub fn is_empty(&self) -> bool {
        self.types.is_empty()
    }

    /// Returns the content of the file of examples.
    pub fn render(&self, input: &Input<'_>) -> String {
        let mut text = input.head("An example of each type.");
        text.push_str("\nconverse_core::type_examples! {\n");
        text.push_str(&format!("    [{}::types]\n", input.root()));
        for example in &self.types {
            if !example.features.is_empty() {
                let features = example.features.iter().copied();
                text.push_str(&condition("    ", features));
            }
            text.push_str(&format!("    {}", example.name));
            if let Some(variant) = example.variant {
                text.push_str(&format!("::{variant}"));
            }
            if let Some(function) = example.function {
                text.push_str(&format!(" as {function}"));
            }
            if let Some(value) = &example.value {
                text.push_str(&format!(" = {}", json_literal(&value.to_string())));
            }
            text.push_str(";\n");
        }
        text.push_str("}\n");
        text
    }

    /// Returns the content of the file of tests.
    pub fn render_tests(&self, input: &Input<'_>) -> String {
        let mut groups: BTreeMap<&[&str], Vec<&str>> = BTreeMap::new();
        for example in self.types.iter().filter(|it| it.variant.is_none()) {
            let group = groups.entry(&example.features).or_default();
            group.push(example.name);
        }
        let mut condition = "#![cfg(feature = \"examples\")]\n".to_owned();
        if !groups.contains_key(&[][..]) {
            let features = self.features.iter().copied();
            condition.push_str(&self::condition("", features).replacen('#', "#!", 1));
        }
        let tests = groups.iter().enumerate();
        let tests: String = tests
            .map(|(index, (features, names))| group(index, features, names))
            .collect();
        TESTS
            .replace("{mark}", &input.mark())
            .replace("{condition}\n", &condition)
            .replace("{crate}", &input.crate_name())
            .replace("{tests}", &tests)
    }
}

/// Returns the test of the types that the same features turn on.
fn group(index: usize, features: &[&str], names: &[&str]) -> String {
    let condition = match features {
        [] => String::new(),
        features => condition("", features.iter().copied()),
    };
    let mut lines = String::new();
    let mut line = String::new();
    for name in names {
        if line.len() + name.len() + 6 > WIDTH {
            lines.push_str(&format!("   {line}\n"));
            line.clear();
        }
        line.push_str(&format!(" {name},"));
    }
    lines.push_str(&format!("   {line}\n"));
    format!("\n{condition}kept! {{ types_{index} =>\n{lines}}}\n")
}

/// The longest line with several names.
const WIDTH: usize = 100;

const TESTS: &str = r#"// {mark}

//! Decodes the example of every type and encodes it again.
#![cfg_attr(rustfmt, rustfmt_skip)]
{condition}
use converse_core::testing::{TypeExample, keeps_example};
use {crate}::types;

/// What a type needs so that its example can be compared with it.
#[cfg(feature = "schemars")]
trait Checked: TypeExample + schemars::JsonSchema {}
#[cfg(feature = "schemars")]
impl<T: TypeExample + schemars::JsonSchema> Checked for T {}
#[cfg(not(feature = "schemars"))]
trait Checked: TypeExample {}
#[cfg(not(feature = "schemars"))]
impl<T: TypeExample> Checked for T {}

fn check<T: Checked>() {
    if let Err(difference) = keeps_example::<T>() {
        panic!("{difference}");
    }
    #[cfg(feature = "schemars")]
    {
        let schema = schemars::schema_for!(T);
        let validator = jsonschema::validator_for(schema.as_value()).expect("the schema is valid");
        let value = serde_json::from_str(T::JSON).expect("the example is JSON");
        let broken: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(broken.is_empty(), "{}: {broken:#?}", std::any::type_name::<T>());
    }
}

macro_rules! kept {
    ($test:ident => $($name:ident,)+) => {
        #[test]
        fn $test() {
            for check in [$(check::<types::$name>),+] {
                check();
            }
        }
    };
}
{tests}"#;

/// Returns the names of types that are read from JSON, each with the name of the function if that is not the usual one.
fn names<'a>(
    structs: &'a [Struct],
    enums: &'a [OpenEnum],
    unions: &'a [Union],
) -> impl Iterator<Item = (&'a str, Option<&'static str>)> {
    let structs = structs.iter().map(|it| {
        let has_setter = it.in_request && it.fields.iter().any(|it| it.ident == "example");
        (it.name.as_str(), has_setter.then_some("example_"))
    });
    let enums = enums.iter().map(|it| (it.name.as_str(), None));
    let unions = unions.iter().map(|it| (it.name.as_str(), None));
    structs.chain(enums).chain(unions)
}

/// Returns the features that turn on each type of a crate that is split.
fn homes<'a>(split: Option<&'a Split<'a>>) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut homes = BTreeMap::new();
    for tag in split.iter().flat_map(|split| &split.tags) {
        let names = tag.types.iter();
        homes.extend(names.map(|name| (*name, vec![tag.feature.as_str()])));
    }
    for shared in split.iter().flat_map(|split| &split.shared) {
        let features: Vec<&str> = shared.features.iter().map(String::as_str).collect();
        let names = shared.types.iter();
        homes.extend(names.map(|name| (*name, features.clone())));
    }
    homes
}

/// Returns the variant of the first success with a sample, and the sample: JSON, else text, else nothing.
fn success<'a>(
    input: &Input<'a>,
    maker: &mut Maker<'a>,
    union: &'a SuccessUnion,
) -> Option<(&'a str, Option<Value>)> {
    let json = union.variants.iter().find_map(|variant| {
        let SuccessBody::Json(shape) = &variant.body else {
            return None;
        };
        let value = match shape {
            Shape::Named(name) => maker.of_type(name)?,
            Shape::Nameless(number) => {
                maker.of_site(&input.api.nameless[*number], None, "value")?
            }
        };
        Some((variant.name.as_str(), Some(value)))
    });
    let of_body = |body: &SuccessBody<Shape>, value: Option<Value>| {
        let variant = union.variants.iter().find(|it| it.body == *body)?;
        Some((variant.name.as_str(), value))
    };
    json.or_else(|| of_body(&SuccessBody::Text, Some("Hello".into())))
        .or_else(|| of_body(&SuccessBody::Empty, None))
}
