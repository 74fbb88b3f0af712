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
    SchemaKind, StringType, Type, VariantOrUnknownOrEmpty,
};

use super::progenitor::BLOB;
use super::synthetic::{self, Synthetic};
use crate::api::{
    AnyJson, Api, Integer, Object, Operation, Parameter, Site, SiteKind, StringFormat, Struct,
    Untyped,
};
use crate::document::pointer;

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
    let synthetic = Synthetic::beside(api.schemas.keys().map(|name| &**name));
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
        let object = match (structs.get(&**name), schema.object()) {
            (Some(known), Some(object)) => lowering.fields_of(known, object),
            _ => ObjectType::default(),
        };
        add(name.to_string(), object);
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
        if let Some(schema) = operation.success.schema() {
            fields.push((synthetic::SUCCESS.to_owned(), self.value(schema)));
        }
        if let Some(item) = operation.stream.as_ref().and_then(|it| it.item.as_ref()) {
            fields.push((synthetic::ITEM.to_owned(), self.value(item)));
        }
        all_required(fields)
    }

    /// Lowers a parameter. None is ever `null`: it is left out instead.
    fn parameter(&mut self, parameter: &Parameter) -> Place {
        if let Some(name) = parameter.schema.named() {
            return reference(name);
        }
        let mut lowered = self.value(&parameter.schema);
        if let ReferenceOr::Item(schema) = &mut lowered {
            schema.schema_data.nullable = false;
        }
        lowered
    }

    /// Lowers an object with named fields.
    fn fields_of(&mut self, known: &Struct, object: &Object<Site>) -> ObjectType {
        let mut lowered = ObjectType::default();
        for (field, site) in known.fields.iter().zip(object.fields.values()) {
            let mut value = self.value(site);
            if field.required {
                lowered.required.push(field.key.clone());
            } else if let ReferenceOr::Item(schema) = &mut value
                && site.child().is_some()
            {
                // An optional list is absent or present, and may be present and empty.
                schema.schema_data.nullable = true;
            }
            lowered.properties.insert(field.key.clone(), boxed(value));
        }
        lowered.additional_properties = object.extra.as_ref().map(|extra| self.values(extra));
        lowered
    }

    fn values(&mut self, site: &Site) -> AdditionalProperties {
        AdditionalProperties::Schema(Box::new(self.value(site)))
    }

    /// Lowers a site to its type: without limits, defaults and prose.
    fn value(&mut self, site: &Site) -> Place {
        let lowered = match &site.kind {
            SiteKind::Named(name) => return possibly_nullable(name, site.nullable),
            SiteKind::String(text) => Type::String(string(*text)),
            SiteKind::Integer(width) => Type::Integer(integer(*width)),
            // Single precision would change received values.
            SiteKind::Number => Type::Number(NumberType {
                format: VariantOrUnknownOrEmpty::Item(NumberFormat::Double),
                ..NumberType::default()
            }),
            SiteKind::Boolean => Type::Boolean(BooleanType::default()),
            SiteKind::Array(items) => Type::Array(ArrayType {
                items: Some(boxed(self.value(items))),
                min_items: None,
                max_items: None,
                unique_items: false,
            }),
            SiteKind::Map(values) => Type::Object(ObjectType {
                additional_properties: match &values.kind {
                    SiteKind::Any(any) => {
                        self.note_untyped(values, any);
                        None
                    }
                    _ => Some(self.values(values)),
                },
                ..ObjectType::default()
            }),
            SiteKind::Any(any) => {
                self.note_untyped(site, any);
                return any_json();
            }
        };
        let mut lowered = schema(lowered);
        lowered.schema_data.nullable = site.nullable;
        ReferenceOr::Item(lowered)
    }

    /// Records that any JSON replaces a type of the document.
    fn note_untyped(&mut self, site: &Site, any: &AnyJson) {
        let reason = match any {
            AnyJson::Free => return,
            AnyJson::Keyword(keyword) => format!("no type expresses `{keyword}`"),
            AnyJson::Format(_) => "no type expresses `format`".to_owned(),
            AnyJson::Null => "no type is always `null`".to_owned(),
            AnyJson::GivenUp(why) => (*why).to_owned(),
        };
        self.untyped.push(Untyped {
            pointer: site.about.place.as_deref().unwrap_or_default().to_owned(),
            reason,
        });
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

fn possibly_nullable(name: &str, nullable: bool) -> Place {
    let reference = reference(name);
    if !nullable {
        return reference;
    }
    let all_of = vec![reference];
    let mut nullable = of_kind(SchemaKind::AllOf { all_of });
    nullable.schema_data.nullable = true;
    ReferenceOr::Item(nullable)
}

fn string(text: StringFormat) -> StringType {
    let format = match text {
        StringFormat::Plain => VariantOrUnknownOrEmpty::Empty,
        StringFormat::Timestamp => VariantOrUnknownOrEmpty::Item(openapiv3::StringFormat::DateTime),
        StringFormat::Password => VariantOrUnknownOrEmpty::Item(openapiv3::StringFormat::Password),
        StringFormat::Uuid => VariantOrUnknownOrEmpty::Unknown("uuid".to_owned()),
        StringFormat::Blob => VariantOrUnknownOrEmpty::Unknown(BLOB.to_owned()),
    };
    StringType {
        format,
        ..StringType::default()
    }
}

fn integer(width: Integer) -> IntegerType {
    let named = |name: &str| VariantOrUnknownOrEmpty::Unknown(name.to_owned());
    let format = match width {
        Integer::I8 => named("int8"),
        Integer::I16 => named("int16"),
        Integer::I32 => VariantOrUnknownOrEmpty::Item(IntegerFormat::Int32),
        Integer::I64 => VariantOrUnknownOrEmpty::Item(IntegerFormat::Int64),
        Integer::U8 => named("uint8"),
        Integer::U16 => named("uint16"),
        Integer::U32 => named("uint32"),
        Integer::U64 => named("uint64"),
    };
    IntegerType {
        format,
        ..IntegerType::default()
    }
}
