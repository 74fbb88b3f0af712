//! Reads the surface from the type space that progenitor has filled. A missing type is an error.

use std::collections::BTreeMap;

use progenitor::Generator;
use typify::{TypeDetails, TypeId, TypeSpace, TypeStruct};

use super::progenitor::{BYTES_OF_A_PART, OPEN, PASSWORD, TIMESTAMP};
use super::rust_type::RustType;
use super::surface::{OperationTypes, Presence, RustField, Surface};
use super::synthetic::{self, Synthetic};
use crate::api::{Api, Operation, Struct};
use crate::normalize::structs::EXTRA;
use crate::problem::{Problem, Result};

/// Reads the types of `api` from what `generate` returned.
pub fn surface(api: &Api, types: Generator, synthetic: &Synthetic) -> Result<Surface> {
    let mut reader = Reader::of(types.get_type_space());
    let structs = api.structs.iter().map(|known| reader.read_struct(known));
    let structs = structs.collect::<Result<_>>()?;
    let operations = api.operations.iter().enumerate();
    let operations = operations
        .map(|(number, operation)| reader.operation(&synthetic.operation(number), operation));
    let operations = operations.collect::<Result<_>>()?;
    let mut nameless = reader.component(&synthetic.nameless());
    let nameless = (0..api.nameless.len())
        .map(|number| reader.take(&mut nameless, &synthetic::numbered(number)))
        .collect::<Result<_>>()?;
    let names = api.structs.iter().enumerate();
    let places = names.map(|(place, known)| (known.name.clone(), place));
    Ok(Surface {
        structs,
        operations,
        nameless,
        places: places.collect(),
    })
}

/// The fields of a struct in the type space, by name.
type Fields = BTreeMap<String, TypeId>;

struct Reader<'a> {
    space: &'a TypeSpace,
    /// The structs that are not read yet, by name.
    structs: BTreeMap<String, Fields>,
}

impl<'a> Reader<'a> {
    fn of(space: &'a TypeSpace) -> Self {
        let mut structs = BTreeMap::new();
        for found in space.iter_types() {
            if let TypeDetails::Struct(details) = found.details() {
                structs.insert(found.name(), fields(&details));
            }
        }
        Self { space, structs }
    }

    /// Takes the fields of a component: none if it has none, since typify takes an object without fields for a map.
    fn component(&mut self, name: &str) -> Fields {
        self.structs.remove(name).unwrap_or_default()
    }

    /// Gives the fields their names and their order in the document.
    fn read_struct(&mut self, known: &Struct) -> Result<Vec<RustField>> {
        let mut found = self.component(&known.name);
        let mut fields = Vec::with_capacity(found.len());
        for wanted in &known.fields {
            let place = || missing(&format!("{}.{}", known.name, wanted.wire));
            let id = found.remove(&wanted.key).ok_or_else(place)?;
            let held = option_outside(self.read(&id)?);
            let patches = wanted.clear.is_some() && !wanted.keeps_null;
            let (presence, held) = match (wanted.required, patches, held) {
                (_, true, RustType::Option(value)) => (Presence::Patch, RustType::Patch(value)),
                (true, false, held @ RustType::Option(_)) => (Presence::Nullable, held),
                (true, false, held) => (Presence::Required, held),
                (false, false, held @ RustType::Option(_)) => (Presence::Optional, held),
                // `lower` writes it so that typify makes an `Option` of it.
                (_, _, _) => return Err(place()),
            };
            fields.push(RustField {
                ident: wanted.ident.clone(),
                held,
                presence,
            });
        }
        if let Some(id) = found.remove(EXTRA) {
            fields.push(RustField {
                ident: EXTRA.to_owned(),
                held: self.read(&id)?,
                presence: Presence::Extra,
            });
        }
        Ok(fields)
    }

    fn operation(&mut self, component: &str, operation: &Operation) -> Result<OperationTypes> {
        let mut fields = self.component(component);
        let parameters = (0..operation.parameters.len())
            .map(|number| self.take(&mut fields, &synthetic::numbered(number)))
            .collect::<Result<_>>()?;
        let body = operation.body.as_ref();
        let body = body.map(|_| self.take(&mut fields, synthetic::BODY));
        let success = operation.success.schema();
        let success = success.map(|_| self.take(&mut fields, synthetic::SUCCESS));
        let item = operation.stream.as_ref().and_then(|it| it.item.as_ref());
        let item = item.map(|_| self.take(&mut fields, synthetic::ITEM));
        Ok(OperationTypes {
            parameters,
            body: body.transpose()?,
            success: success.transpose()?,
            item: item.transpose()?,
        })
    }

    /// Reads a field of a synthetic component. typify may have ended a cycle in it, but the component holds nothing.
    fn take(&self, fields: &mut Fields, name: &str) -> Result<RustType> {
        let id = fields.remove(name).ok_or_else(|| missing(name))?;
        Ok(self.read(&id)?.without_boxes())
    }

    fn read(&self, id: &TypeId) -> Result<RustType> {
        let found = self.space.get_type(id).map_err(|_| missing("a type"))?;
        let inner = |id: &TypeId| self.read(id).map(Box::new);
        Ok(match found.details() {
            TypeDetails::String => RustType::String,
            TypeDetails::Option(id) => match self.read(&id)? {
                nested @ RustType::Option(_) => nested,
                held => RustType::Option(Box::new(held)),
            },
            TypeDetails::Vec(id) => RustType::Vec(inner(&id)?),
            TypeDetails::Map(_, id) => RustType::Map(inner(&id)?),
            TypeDetails::Box(id) => RustType::Boxed(inner(&id)?),
            // A newtype is an object without fields, which typify takes for a map.
            TypeDetails::Struct(_) | TypeDetails::Newtype(_) => RustType::Named(found.name()),
            TypeDetails::Builtin(path) => builtin(path).ok_or_else(|| missing(path))?,
            _ => return Err(missing(&found.describe())),
        })
    }
}

fn fields(details: &TypeStruct<'_>) -> Fields {
    let fields = details.properties_info();
    fields
        .map(|field| (field.name.to_owned(), field.type_id))
        .collect()
}

/// typify may put the box that ends a cycle around the `Option`. Outside the box
/// the `Option` says that what is unset is not sent.
fn option_outside(held: RustType) -> RustType {
    match held {
        RustType::Boxed(inner) => match *inner {
            RustType::Option(value) => RustType::Option(Box::new(RustType::Boxed(value))),
            other => RustType::Boxed(Box::new(other)),
        },
        other => other,
    }
}

/// Returns the type that typify knows by a path alone.
fn builtin(path: &str) -> Option<RustType> {
    if let Some(name) = path.strip_prefix(OPEN) {
        return Some(RustType::Named(name.to_owned()));
    }
    let primitive = PRIMITIVES.iter().find(|name| **name == path);
    match path {
        "::uuid::Uuid" => Some(RustType::Uuid),
        "::serde_json::Value" => Some(RustType::Json),
        TIMESTAMP => Some(RustType::Timestamp),
        PASSWORD => Some(RustType::Password),
        BYTES_OF_A_PART => Some(RustType::Blob),
        _ => primitive.map(|name| RustType::Primitive(name)),
    }
}

const PRIMITIVES: [&str; 11] = [
    "bool", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64",
];

fn missing(what: &str) -> Problem {
    Problem::file(
        "",
        format!("progenitor's output lacks `{what}`"),
        "report it, with the document: the reader of progenitor's output does not fit the pinned version",
    )
}
