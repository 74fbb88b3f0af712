//! How the builder of a call reads all pages.

use super::Input;
use super::names::success;
use super::part::{Call, IMPORTED};
use super::rust::literal;
use crate::api::{FieldPath, Location, Paging, PagingStyle};
use crate::generate::RustType;
use crate::problem::{Problem, Result};

/// Returns what the macro call of a builder says about pages.
pub fn pages(input: &Input<'_>, call: &Call<'_>, paging: &Paging) -> Result<String> {
    let operation = call.operation;
    let place = operation.parameters.iter().position(|parameter| {
        parameter.location == Location::Query && parameter.name == paging.parameter
    });
    let place = place.ok_or_else(|| lost(&paging.parameter))?;
    let (root, _) = success(call);
    let (items, item) = items(input, &root, &paging.items)?;
    let next = match &paging.style {
        PagingStyle::Cursor { next } => text(input, &root, next)?,
        PagingStyle::Page { .. } => "|_| None".to_owned(),
    };
    let total = paging.total.as_ref();
    let total = total.map(|total| number(input, &root, total)).transpose()?;
    let total = total.map_or(String::new(), |total| format!(", total: {total}"));
    let position = call.types.parameters[place].shown(IMPORTED);
    let item = item.shown(IMPORTED);
    let setter = literal(&operation.parameters[place].setter);
    Ok(format!(
        ";
    pages({item}, {position}, {setter}) {{ items: {items}, next: {next}{total} }}"
    ))
}

/// Returns the closure that finds a page's list, and the type of its items.
fn items(input: &Input<'_>, page: &RustType, path: &FieldPath) -> Result<(String, RustType)> {
    let (place, found) = way(input, page, path, "as_mut")?;
    let (place, list) = match found {
        RustType::Option(list) => (format!("{place}.as_mut()"), *list),
        // The closure's argument is borrowed already.
        list if path.fields.is_empty() => (format!("Some({place})"), list),
        list => (format!("Some(&mut {place})"), list),
    };
    match list {
        RustType::Vec(item) => Ok((format!("|page| {place}"), *item)),
        _ => Err(lost(&path.pointer)),
    }
}

/// Returns the closure that reads a string or number of a page as a string.
fn text(input: &Input<'_>, page: &RustType, path: &FieldPath) -> Result<String> {
    let (place, found) = way(input, page, path, "as_ref")?;
    Ok(match found {
        RustType::Option(_) => format!("|page| {place}.as_ref().map(ToString::to_string)"),
        _ => format!("|page| Some({place}.to_string())"),
    })
}

/// Returns the closure that reads an integer of a page. One that is negative counts as absent.
fn number(input: &Input<'_>, page: &RustType, path: &FieldPath) -> Result<String> {
    let (place, found) = way(input, page, path, "as_ref")?;
    Ok(match found {
        RustType::Option(_) => format!("|page| converse_core::paging::total(*{place}.as_ref()?)"),
        _ => format!("|page| converse_core::paging::total({place})"),
    })
}

/// Returns the code that reads a field of `page`, and the field's type.
fn way(
    input: &Input<'_>,
    page: &RustType,
    path: &FieldPath,
    borrow: &str,
) -> Result<(String, RustType)> {
    let (mut place, mut found) = ("page".to_owned(), page);
    for ident in &path.fields {
        while let Some(inner) = found.in_option() {
            place.push_str(&format!(".{borrow}()?"));
            found = inner;
        }
        let field = input.surface.field(found.unboxed(), ident);
        found = &field.ok_or_else(|| lost(&path.pointer))?.held;
        place.push_str(&format!(".{ident}"));
    }
    Ok((place, found.clone()))
}

/// The pass `paging` has found it in the document, so the types must have it.
fn lost(what: &str) -> Problem {
    Problem::file(
        "",
        format!("paging needs `{what}`, which no generated type has"),
        "report it, with the document; it is a defect of the renderer of pages",
    )
}
