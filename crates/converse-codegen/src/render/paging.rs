//! The methods of a builder that read all pages, and the code that reads a page.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Ident, Path, Type, parse_quote};

use super::Input;
use super::names::{error_type, success};
use crate::api::{FieldPath, Location, Operation, Paging, PagingStyle};
use crate::generate::argument_of;
use crate::problem::{Problem, Result};

/// Returns the docs of a builder below its first line.
pub fn about() -> TokenStream {
    quote! {
        #[doc = ""]
        #[doc = " The response comes in pages: [`stream`](Self::stream) returns the items of all pages,"]
        #[doc = " [`pages`](Self::pages) all pages, [`send`](Self::send) one page."]
    }
}

/// Returns the name of the function that makes the request of a builder. It is not a method, so that a setter
/// can have any name.
pub fn request(operation: &Operation) -> Ident {
    format_ident!("{}_request", operation.method_name)
}

/// Returns `stream`, `pages`, and the code that they share.
pub fn methods(input: &Input<'_>, operation: &Operation, paging: &Paging) -> Result<TokenStream> {
    let types = &input.surface.operations[&operation.method_name];
    let place = operation.parameters.iter().position(|parameter| {
        parameter.location == Location::Query && parameter.name == paging.parameter
    });
    let place = place.ok_or_else(|| lost(&paging.parameter))?;
    let position = &types.parameters[place];
    let (page, send) = success(operation, types);
    let error = error_type(operation);
    let request = request(operation);
    let root: Type = parse_quote!(#page);
    let (items, item) = items(input, &root, &paging.items)?;
    let next = match &paging.style {
        PagingStyle::Cursor { next } => text(input, &root, next)?,
        PagingStyle::Page { .. } => quote!(|_| None),
    };
    let resume = format!(
        " after the first error; its `position()` goes into `.{}(…)`, to go on from there. See",
        operation.parameters[place].setter
    );
    let docs = |first: &str| {
        quote! {
            #[doc = #first]
            #[doc = ""]
            #[doc = " A page is fetched when it is needed. The stream ends after the last page and"]
            #[doc = #resume]
            #[doc = " [`paging`]."]
        }
    };
    let (all_items, all_pages) = (
        docs(" Returns the items of all pages."),
        docs(" Returns all pages."),
    );
    Ok(quote! {
        #all_items
        pub fn stream(self) -> Items<#item, #position, #error> {
            Items::new(#request(self), ::converse_core::Request::#send, Self::PAGE)
        }
        #all_pages
        pub fn pages(self) -> Pages<#page, #position, #error> {
            Pages::new(#request(self), ::converse_core::Request::#send, Self::PAGE)
        }
        const PAGE: paging::Reader<#page, #item> = paging::Reader {
            items: #items,
            next: #next,
        };
    })
}

/// Returns the closure that finds a page's list, and the type of its items.
fn items(input: &Input<'_>, page: &Type, path: &FieldPath) -> Result<(TokenStream, Type)> {
    let borrow = format_ident!("as_mut");
    let (place, found) = way(input, page, path, &borrow)?;
    let (place, list) = match argument_of(&found, "Option") {
        Some(list) => (quote!(#place.as_mut()), list),
        // The closure's argument is borrowed already.
        None if path.fields.is_empty() => (quote!(Some(#place)), found),
        None => (quote!(Some(&mut #place)), found),
    };
    let mut item = argument_of(&list, "Vec").ok_or_else(|| lost(&path.pointer))?;
    Qualify(input).visit_type_mut(&mut item);
    Ok((quote!(|page| #place), item))
}

/// Returns the closure that reads a string or number of a page as a string.
fn text(input: &Input<'_>, page: &Type, path: &FieldPath) -> Result<TokenStream> {
    let borrow = format_ident!("as_ref");
    let (place, found) = way(input, page, path, &borrow)?;
    Ok(match argument_of(&found, "Option") {
        Some(_) => quote!(|page| #place.as_ref().map(ToString::to_string)),
        None => quote!(|page| Some(#place.to_string())),
    })
}

/// Returns the code that reads a field of `page`, and the field's type.
fn way(
    input: &Input<'_>,
    page: &Type,
    path: &FieldPath,
    borrow: &Ident,
) -> Result<(TokenStream, Type)> {
    let (mut place, mut found) = (quote!(page), page.clone());
    for field in &path.fields {
        while let Some(inner) = argument_of(&found, "Option") {
            (place, found) = (quote!(#place.#borrow()?), inner);
        }
        while let Some(inner) = argument_of(&found, "Box") {
            found = inner;
        }
        let field = format_ident!("{field}");
        found = field_type(input, &found, &field).ok_or_else(|| lost(&path.pointer))?;
        place = quote!(#place.#field);
    }
    Ok((place, found))
}

fn field_type(input: &Input<'_>, of: &Type, field: &Ident) -> Option<Type> {
    let Type::Path(path) = of else { return None };
    let name = &path.path.segments.last()?.ident;
    let mut structs = input.surface.structs.iter();
    let known = structs.find(|known| known.ident == *name)?;
    let mut fields = known.fields.iter();
    let found = fields.find(|known| known.ident.as_ref() == Some(field))?;
    Some(found.ty.clone())
}

/// Writes types of the crate by their path: inside `types` they go by their names.
struct Qualify<'a>(&'a Input<'a>);

impl VisitMut for Qualify<'_> {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let known = &self.0.surface.structs;
        if let Some(name) = path.get_ident().cloned()
            && known.iter().any(|known| known.ident == name)
        {
            *path = parse_quote!(crate::types::#name);
        }
    }
}

/// The pass `paging` has found it in the document, so the types must have it.
fn lost(what: &str) -> Problem {
    Problem::file(
        "",
        format!("paging needs `{what}`, which no generated type has"),
        "report it, with the document; it is a defect of the renderer of pages",
    )
}
