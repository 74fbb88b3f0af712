//! Lowers a normalized API to the OpenAPI 3.0 document that progenitor gets: it decides the
//! types of parameters, bodies and fields, and nothing else.
//!
//! The last guarantee of normalize holds here: progenitor accepts this document. It has components alone:
//! the named schemas, then one synthetic component per operation, with a field for each argument and for the
//! success, and one with a field for each type without a name. Only the types of these fields are read;
//! places, styles, statuses and credentials go into the table of operations instead.

use std::collections::BTreeMap;

use openapiv3::{
    AdditionalProperties, AnySchema, ArrayType, BooleanType, Components, Info, IntegerFormat,
    IntegerType, NumberFormat, NumberType, ObjectType, OpenAPI, ReferenceOr, Schema, SchemaData,
    SchemaKind, StringFormat, StringType, Type, VariantOrUnknownOrEmpty,
};
use serde_json::{Value, json};

use super::synthetic::{self, Synthetic};
use crate::api::{Api, CLEARABLE, Encoding, Operation, PLACE, Parameter, Struct, UNTYPED, Untyped};
use crate::document::pointer;
use crate::normalize::structs::extra;
use crate::normalize::{Kind, STRING_TYPES, kind};

/// Integer formats that have a Rust type of the same width.
const INTEGER_FORMATS: [&str; 8] = [
    "int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64",
];

/// What an API is lowered to.
pub struct Lowered {
    /// The document for progenitor.
    pub document: OpenAPI,
    /// The names of the components that are not types.
    pub synthetic: Synthetic,
    /// The places where the document says less than the provider's.
    pub untyped: Vec<Untyped>,
}

/// A schema at a place that takes references.
type Place = ReferenceOr<Schema>;

/// Lowers `api`.
pub fn lower(api: &Api) -> Lowered {
    let structs: BTreeMap<&str, &Struct> = api
        .structs
        .iter()
        .map(|known| (known.name.as_str(), known))
        .collect();
    let synthetic = Synthetic::beside(api.schemas.keys().map(String::as_str));
    let mut lowering = Lowering {
        untyped: Vec::new(),
    };
    let mut components = Components::default();
    let mut add = |name: String, object: ObjectType| {
        let schema = schema(Type::Object(object));
        components.schemas.insert(name, ReferenceOr::Item(schema));
    };
    for (name, schema) in &api.schemas {
        // Types of ours are replaced by name.
        let object = structs
            .get(name.as_str())
            .map_or_else(ObjectType::default, |known| {
                lowering.fields_of(known, schema)
            });
        add(name.clone(), object);
    }
    for (number, operation) in api.operations.iter().enumerate() {
        add(synthetic.operation(number), lowering.operation(operation));
    }
    let nameless = api.nameless.iter().enumerate();
    let nameless = nameless.map(|(number, it)| (synthetic::numbered(number), lowering.value(it)));
    let nameless = all_required(nameless);
    add(synthetic.nameless(), nameless);
    lowering.untyped.sort();
    lowering.untyped.dedup();
    Lowered {
        document: OpenAPI {
            openapi: "3.0.3".to_owned(),
            info: Info {
                title: "API".to_owned(),
                version: "1".to_owned(),
                ..Info::default()
            },
            components: Some(components),
            ..OpenAPI::default()
        },
        synthetic,
        untyped: lowering.untyped,
    }
}

/// Writes schemas, and records the places where it had to write any JSON.
struct Lowering {
    untyped: Vec<Untyped>,
}

impl Lowering {
    /// Lowers an operation to an object with a field for each argument and for the success.
    fn operation(&mut self, operation: &Operation) -> ObjectType {
        let mut fields = Vec::new();
        for (number, parameter) in operation.parameters.iter().enumerate() {
            fields.push((synthetic::numbered(number), self.parameter(parameter)));
        }
        if let Some(body) = &operation.body {
            fields.push((synthetic::BODY.to_owned(), self.value(&body.schema)));
        }
        if let (Some(Encoding::Json), Some(schema)) =
            (operation.success.content, &operation.success.schema)
        {
            fields.push((synthetic::SUCCESS.to_owned(), self.value(schema)));
        }
        all_required(fields)
    }

    /// Lowers a parameter. None is ever `null`: it is left out instead.
    fn parameter(&mut self, parameter: &Parameter) -> Place {
        if let Some(name) = pointer::schema_name(&parameter.schema) {
            return reference(&name);
        }
        let mut lowered = self.value(&parameter.schema);
        if let ReferenceOr::Item(schema) = &mut lowered {
            schema.schema_data.nullable = false;
        }
        lowered
    }

    /// Lowers an object with named fields.
    fn fields_of(&mut self, known: &Struct, schema: &Value) -> ObjectType {
        let mut object = ObjectType::default();
        for field in &known.fields {
            let property = &schema["properties"][&field.wire];
            let mut lowered = self.value(property);
            if field.required {
                object.required.push(field.key.clone());
            } else if let ReferenceOr::Item(schema) = &mut lowered
                && matches!(kind(property), Kind::Array | Kind::Map)
            {
                // An optional list is absent or present, and may be present and empty.
                schema.schema_data.nullable = true;
            }
            object.properties.insert(field.key.clone(), boxed(lowered));
        }
        object.additional_properties = extra(schema).map(|extra| self.values(&extra));
        object
    }

    fn values(&mut self, schema: &Value) -> AdditionalProperties {
        AdditionalProperties::Schema(Box::new(self.value(schema)))
    }

    /// Lowers a schema to its type: without limits, defaults and prose.
    fn value(&mut self, schema: &Value) -> Place {
        let lowered = match kind(schema) {
            Kind::Reference => return possibly_nullable(schema),
            Kind::String => Type::String(string(schema)),
            Kind::Integer => Type::Integer(integer(schema)),
            // Single precision would change received values.
            Kind::Number => Type::Number(NumberType {
                format: VariantOrUnknownOrEmpty::Item(NumberFormat::Double),
                ..NumberType::default()
            }),
            Kind::Boolean => Type::Boolean(BooleanType::default()),
            Kind::Array => {
                let items = schema.get("items").map(|items| self.value(items));
                Type::Array(ArrayType {
                    items: Some(boxed(items.unwrap_or_else(any_json))),
                    min_items: None,
                    max_items: None,
                    unique_items: false,
                })
            }
            Kind::Map => {
                let values = schema.get("additionalProperties");
                let values = values.filter(|it| it.is_object() && kind(it) != Kind::Any);
                Type::Object(ObjectType {
                    additional_properties: values.map(|values| self.values(values)),
                    ..ObjectType::default()
                })
            }
            _ => {
                self.note_untyped(schema);
                return any_json();
            }
        };
        let mut lowered = self::schema(lowered);
        lowered.schema_data.nullable = is_nullable(schema);
        ReferenceOr::Item(lowered)
    }

    /// Records that any JSON replaces a type of the document.
    fn note_untyped(&mut self, schema: &Value) {
        let annotation = |key: &str| {
            matches!(
                key,
                "description" | "nullable" | "title" | "readOnly" | "writeOnly" | PLACE | CLEARABLE
            )
        };
        let mut keywords = schema.as_object().into_iter().flat_map(|it| it.keys());
        let Some(first) = keywords.find(|key| !annotation(key)) else {
            return;
        };
        let given = schema
            .get(UNTYPED)
            .and_then(Value::as_str)
            .map(str::to_owned);
        let reason = given.unwrap_or_else(|| match first.as_str() {
            "x-null" => "no type is always `null`".to_owned(),
            keyword => format!("no type expresses `{keyword}`"),
        });
        let pointer = schema
            .get(PLACE)
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned();
        self.untyped.push(Untyped { pointer, reason });
    }
}

/// Returns an object whose fields are all always present, so that their types are those of the schemas.
fn all_required(fields: impl IntoIterator<Item = (String, Place)>) -> ObjectType {
    let mut object = ObjectType::default();
    for (name, schema) in fields {
        object.required.push(name.clone());
        object.properties.insert(name, boxed(schema));
    }
    object
}

fn boxed(place: Place) -> ReferenceOr<Box<Schema>> {
    match place {
        ReferenceOr::Reference { reference } => ReferenceOr::Reference { reference },
        ReferenceOr::Item(schema) => ReferenceOr::Item(Box::new(schema)),
    }
}

fn schema(lowered: Type) -> Schema {
    of_kind(SchemaKind::Type(lowered))
}

fn of_kind(schema_kind: SchemaKind) -> Schema {
    Schema {
        schema_data: SchemaData::default(),
        schema_kind,
    }
}

fn any_json() -> Place {
    ReferenceOr::Item(of_kind(SchemaKind::Any(AnySchema::default())))
}

fn reference(name: &str) -> Place {
    ReferenceOr::Reference {
        reference: pointer::schema_reference(name),
    }
}

fn possibly_nullable(schema: &Value) -> Place {
    let reference = reference(&pointer::schema_name(schema).unwrap_or_default());
    if !is_nullable(schema) {
        return reference;
    }
    let all_of = vec![reference];
    let mut nullable = of_kind(SchemaKind::AllOf { all_of });
    nullable.schema_data.nullable = true;
    ReferenceOr::Item(nullable)
}

fn string(schema: &Value) -> StringType {
    let format = schema.get("format").and_then(Value::as_str);
    let format = match format.filter(|format| STRING_TYPES.contains(format)) {
        None => VariantOrUnknownOrEmpty::Empty,
        Some("date-time") => VariantOrUnknownOrEmpty::Item(StringFormat::DateTime),
        Some("password") => VariantOrUnknownOrEmpty::Item(StringFormat::Password),
        Some(other) => VariantOrUnknownOrEmpty::Unknown(other.to_owned()),
    };
    StringType {
        format,
        ..StringType::default()
    }
}

fn integer(schema: &Value) -> IntegerType {
    let format = schema.get("format").and_then(Value::as_str);
    let format = match format.filter(|format| INTEGER_FORMATS.contains(format)) {
        None | Some("int64") => VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64),
        Some("int32") => VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32),
        Some(other) => VariantOrUnknownOrEmpty::Unknown(other.to_owned()),
    };
    IntegerType {
        format,
        ..IntegerType::default()
    }
}

fn is_nullable(schema: &Value) -> bool {
    schema.get("nullable") == Some(&json!(true))
}
