//! Which request types convert from the only argument of their constructor.

use super::Input;
use super::part::Fields;
use crate::api::{DefinitionKind, Field};
use crate::generate::{Presence, RustField, RustType, Scope};

/// How many types may convert one into the next.
const CHAIN: usize = 8;

/// Returns what converts to the struct, as `object!` has it: the only argument of `new`, or whatever that
/// converts from.
pub fn conversion(input: &Input<'_>, known: &Fields<'_>) -> Option<String> {
    let held = only_argument(known.declared())?;
    let word = match conversions_of(held)? {
        Conversions::Itself => "only",
        Conversions::All => "any",
        Conversions::Named(name) if converts(input, name) => "any",
        Conversions::Item(item, name) if converts(input, name) => {
            return Some(format!("one {}", item.shown(Scope::Types)));
        }
        Conversions::Named(_) | Conversions::Item(..) => "only",
    };
    Some(format!("{word} {}", held.shown(Scope::Types)))
}

enum Conversions<'a> {
    /// The type alone.
    Itself,
    /// What converts to the type.
    All,
    /// What converts to the type of this name, if anything does.
    Named(&'a str),
    /// The list, or what converts to its items: their type, which has this name.
    Item(&'a RustType, &'a str),
}

/// Returns what becomes the struct along with its field. A boolean, an id or any JSON does not: it would not be
/// recognized as what it becomes.
fn conversions_of(held: &RustType) -> Option<Conversions<'_>> {
    match held {
        RustType::Primitive("bool") | RustType::Uuid | RustType::Json | RustType::Unit => None,
        RustType::Option(_) | RustType::Patch(_) | RustType::Boxed(_) => None,
        RustType::String | RustType::Password => Some(Conversions::All),
        RustType::Named(name) => Some(Conversions::Named(name)),
        RustType::Vec(item) => Some(match &**item {
            RustType::Named(name) => Conversions::Item(item, name),
            _ => Conversions::Itself,
        }),
        _ => Some(Conversions::Itself),
    }
}

/// Returns whether other types convert to the type of this name. Those of a union do not count: one of them may be
/// the struct, which already converts to itself.
fn converts(input: &Input<'_>, name: &str) -> bool {
    let mut name = name;
    for _ in 0..CHAIN {
        match input.api.schemas.get(name).map(|schema| &schema.kind) {
            Some(DefinitionKind::Enum(_)) => return true,
            Some(DefinitionKind::Object(_)) => {}
            Some(DefinitionKind::OneOf(_)) | None => return false,
        }
        let Some(place) = input.surface.place(name) else {
            return false;
        };
        let of = &input.api.structs[place];
        if !of.in_request {
            return false;
        }
        let fields = of.fields.iter().zip(&input.surface.structs[place]);
        match only_argument(fields).and_then(conversions_of) {
            None => return false,
            Some(Conversions::Itself | Conversions::All | Conversions::Item(..)) => return true,
            Some(Conversions::Named(next)) => name = next,
        }
    }
    false
}

/// Returns the type of the only argument of `new`.
fn only_argument<'a>(
    fields: impl Iterator<Item = (&'a Field, &'a RustField)>,
) -> Option<&'a RustType> {
    let mut arguments = fields.filter(|(declared, field)| match field.presence {
        Presence::Required => declared.fixed.is_none(),
        Presence::Nullable => true,
        Presence::Optional | Presence::Patch | Presence::Extra => false,
    });
    let (_, only) = arguments.next()?;
    arguments.next().is_none().then_some(&only.held)
}
