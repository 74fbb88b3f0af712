//! Names that several renderers use: of an operation's row, its types, its styles.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;

use crate::api::{Encoding, ErrorType, Operation};
use crate::generate::OperationTypes;

/// Returns the name of the operation's row in the table of operations.
pub fn constant(operation: &Operation) -> Ident {
    format_ident!("{}", operation.method_name.to_ascii_uppercase())
}

/// Returns the type of a success, and the method of a request that reads it.
pub fn success(operation: &Operation, types: &OperationTypes) -> (TokenStream, TokenStream) {
    match (operation.success.content, &types.success) {
        (Some(Encoding::Text), _) => (quote!(String), quote!(send_text)),
        (Some(Encoding::Bytes), _) => (quote!(::converse_core::http::Bytes), quote!(send_bytes)),
        (_, Some(success)) if operation.success.optional => {
            (quote!(Option<#success>), quote!(send_optional_json))
        }
        (_, Some(success)) => (quote!(#success), quote!(send_json)),
        (_, None) => (quote!(()), quote!(send_empty)),
    }
}

/// Returns the type of the operation's error bodies.
pub fn error_type(operation: &Operation) -> TokenStream {
    match &operation.error_type {
        Some(ErrorType::Named(name) | ErrorType::Union(name)) => {
            let name = format_ident!("{name}");
            quote!(crate::types::#name)
        }
        None => quote!(::serde_json::Value),
    }
}

pub fn style(name: &str) -> &'static str {
    match name {
        "label" => "Label",
        "matrix" => "Matrix",
        "form" => "Form",
        "spaceDelimited" => "SpaceDelimited",
        "pipeDelimited" => "PipeDelimited",
        "deepObject" => "DeepObject",
        "json" => "Json",
        _ => "Simple",
    }
}
