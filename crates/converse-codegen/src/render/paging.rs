//! The methods of a builder that read all pages, and the code that reads a page.

use super::Input;
use super::names::{error_type, success};
use super::part::{Call, IMPORTED};
use crate::api::{FieldPath, Location, Operation, Paging, PagingStyle};
use crate::generate::RustType;
use crate::problem::{Problem, Result};

/// The docs of a builder below its first line.
pub const ABOUT: &str = "\
///
/// The response comes in pages: [`stream`](Self::stream) returns the items of all pages,
/// [`pages`](Self::pages) all pages, [`send`](Self::send) one page.
";

/// Returns the name of the function that makes the request of a builder. It is not a method, so that a setter
/// can have any name.
pub fn request(operation: &Operation) -> String {
    format!("{}_request", operation.method_name)
}

/// Returns `stream`, `pages`, and the code that they share.
pub fn methods(input: &Input<'_>, call: &Call<'_>, paging: &Paging) -> Result<String> {
    let operation = call.operation;
    let place = operation.parameters.iter().position(|parameter| {
        parameter.location == Location::Query && parameter.name == paging.parameter
    });
    let place = place.ok_or_else(|| lost(&paging.parameter))?;
    let (root, send) = success(call);
    let (items, item) = items(input, &root, &paging.items)?;
    let next = match &paging.style {
        PagingStyle::Cursor { next } => text(input, &root, next)?,
        PagingStyle::Page { .. } => "|_| None".to_owned(),
    };
    let error = error_type(operation);
    let error = error.shown(IMPORTED);
    let (position, page, item) = (
        call.types.parameters[place].shown(IMPORTED),
        root.shown(IMPORTED),
        item.shown(IMPORTED),
    );
    let request = request(operation);
    let setter = &operation.parameters[place].setter;
    let docs = format!(
        "    ///
    /// A page is fetched when it is needed. The stream ends after the last page and
    /// after the first error; its `position()` goes into `.{setter}(…)`, to go on from there. See
    /// [`paging`].
"
    );
    let arguments = format!("{request}(self), ::converse_core::Request::{send}, Self::PAGE");
    Ok(format!(
        "    /// Returns the items of all pages.
{docs}    pub fn stream(self) -> Items<{item}, {position}, {error}> {{
        Items::new({arguments})
    }}
    /// Returns all pages.
{docs}    pub fn pages(self) -> Pages<{page}, {position}, {error}> {{
        Pages::new({arguments})
    }}
    const PAGE: paging::Reader<{page}, {item}> = paging::Reader {{
        items: {items},
        next: {next},
    }};
"
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
