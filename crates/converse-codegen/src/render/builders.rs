//! `src/builder.rs`: one builder per operation, with a setter per parameter.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type};

use super::names::{constant, error_type, style, success};
use super::{Input, paging, rust};
use crate::api::{Body, Encoding, Location, Operation, Parameter};
use crate::docs::{attributes, code};
use crate::generate::OperationTypes;
use crate::problem::Result;

/// Returns the file's content.
pub fn render(input: &Input<'_>) -> Result<String> {
    let builders = input
        .api
        .operations
        .iter()
        .map(|operation| builder(input, operation))
        .collect::<Result<Vec<_>>>()?;
    let root = format_ident!("{}", input.root());
    let operations = || input.api.operations.iter();
    let arguments =
        operations().any(|operation| !operation.parameters.is_empty() || operation.body.is_some());
    let arguments = arguments.then(|| {
        quote!(
            use ::converse_core::argument::{self, Argument};
        )
    });
    let (builders, types) = rust::with_types(quote!(#(#builders)*))?;
    let types = types.then(|| quote!(types,));
    let pages = operations().any(|operation| operation.paging.is_some());
    let pages = pages.then(|| {
        quote!(
            use ::converse_core::paging::{self, Items, Pages};
        )
    });
    let code = quote! {
        #arguments
        #pages
        use #root::{Client, Error, ResponseValue, operations, #types};
        #builders
    };
    let text = rust::print(if input.is_module() {
        rust::beside(code)?
    } else {
        code
    })?;
    Ok(format!(
        "{}\n{text}",
        input.head("Request builders: one per operation.")
    ))
}

fn builder(input: &Input<'_>, operation: &Operation) -> Result<TokenStream> {
    let types = &input.surface.operations[&operation.method_name];
    let name = format_ident!("{}", operation.builder_name);
    let method = &operation.method_name;
    let shown = operation.builder_name.as_str();
    let about = format!(" A call of [`Client::{method}`].");
    let arguments = arguments(operation, types);
    let fields = arguments.iter().map(Argument::field);
    let unset = arguments.iter().map(Argument::unset);
    let setters = arguments.iter().map(Argument::setter);
    let send = send(operation, types, &arguments);
    let shared = operation.paging.as_ref().map(|_| {
        let request = request(operation, &arguments, &format_ident!("call"));
        let function = paging::request(operation);
        quote! {
            fn #function(call: #name<'_>) -> ::converse_core::Request {
                #request
                request
            }
        }
    });
    let streams = operation
        .paging
        .as_ref()
        .map(|paging| paging::methods(input, operation, paging))
        .transpose()?;
    let pages = streams.is_some().then(paging::about);
    let must_use = match streams.is_some() {
        true => "`send`, `stream` or `pages` makes the call",
        false => "`send` makes the call",
    };
    Ok(quote! {
        #[doc = #about]
        #pages
        #[derive(Clone)]
        #[must_use = #must_use]
        pub struct #name<'a> {
            client: &'a Client,
            #(#fields)*
        }
        impl<'a> #name<'a> {
            pub(crate) fn new(client: &'a Client) -> Self {
                Self { client, #(#unset)* }
            }
            #(#setters)*
            #send
            #streams
        }
        impl ::std::fmt::Debug for #name<'_> {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.debug_struct(#shown).finish_non_exhaustive()
            }
        }
        #shared
    })
}

/// An argument of a call: a parameter, or the body.
struct Argument<'a> {
    setter: Ident,
    taken: &'a Type,
    required: bool,
    description: String,
    /// None for the body.
    parameter: Option<&'a Parameter>,
    /// None for a parameter.
    body: Option<&'a Body>,
}

fn arguments<'a>(operation: &'a Operation, types: &'a OperationTypes) -> Vec<Argument<'a>> {
    let parameters =
        operation
            .parameters
            .iter()
            .zip(&types.parameters)
            .map(|(parameter, taken)| Argument {
                setter: format_ident!("{}", parameter.setter),
                taken,
                required: parameter.required,
                description: parameter
                    .description
                    .clone()
                    .unwrap_or_else(|| format!("Sets the parameter {}.", code(&parameter.name))),
                parameter: Some(parameter),
                body: None,
            });
    let body = operation
        .body
        .as_ref()
        .zip(types.body.as_ref())
        .map(|(body, taken)| Argument {
            setter: format_ident!("body"),
            taken,
            required: body.required,
            description: body
                .description
                .clone()
                .unwrap_or_else(|| "The body of the request.".to_owned()),
            parameter: None,
            body: Some(body),
        });
    parameters.chain(body).collect()
}

fn write_method(encoding: Encoding) -> &'static str {
    match encoding {
        Encoding::Json => "json",
        Encoding::Form => "form",
        Encoding::Multipart => "multipart",
        Encoding::Text => "text",
        Encoding::Bytes => "bytes",
    }
}

fn field_styles(body: &Body) -> Vec<TokenStream> {
    let styles = body.field_styles.iter();
    styles
        .map(|(field, written, explode)| {
            let style = format_ident!("{}", style(written));
            quote!((#field, ::converse_core::operation::Style::#style, #explode))
        })
        .collect()
}

impl Argument<'_> {
    fn field(&self) -> TokenStream {
        let (setter, taken) = (&self.setter, self.taken);
        if self.required {
            quote!(pub(crate) #setter: Argument<#taken>,)
        } else {
            quote!(pub(crate) #setter: Argument<Option<#taken>>,)
        }
    }

    fn unset(&self) -> TokenStream {
        let setter = &self.setter;
        match self.parameter {
            _ if !self.required => quote!(#setter: Ok(None),),
            None => quote!(#setter: argument::missing_body(),),
            Some(parameter) => {
                let (name, shown) = (&parameter.name, setter.to_string());
                quote!(#setter: argument::missing(#name, #shown),)
            }
        }
    }

    /// Returns the docs of the setter. A call without a required argument fails with an error that names it.
    fn docs(&self) -> Vec<String> {
        let said = self.description.trim_end();
        match (self.required, said.contains(['\n', '\r'])) {
            (false, _) => attributes([said]),
            (true, false) => attributes([format!("{said} Required.").as_str()]),
            // The last of several lines may be the end of a list or a block.
            (true, true) => attributes([said, "Required."]),
        }
    }

    fn setter(&self) -> TokenStream {
        let (setter, taken) = (&self.setter, self.taken);
        let lines = self.docs();
        let Some(parameter) = self.parameter else {
            let given = match self.required {
                true => quote!(value.into()),
                false => quote!(Some(value.into())),
            };
            return quote! {
                #(#[doc = #lines])*
                pub fn #setter(mut self, value: impl Into<#taken>) -> Self {
                    self.#setter = Ok(#given);
                    self
                }
            };
        };
        let name = &parameter.name;
        let (accepted, convert) = accepted(taken, self.required);
        quote! {
            #(#[doc = #lines])*
            pub fn #setter(mut self, value: impl #accepted) -> Self {
                self.#setter = argument::#convert(#name, value);
                self
            }
        }
    }

    /// Returns the code that gives the argument of the builder `call` to `request`.
    fn hand_over(&self, call: &Ident) -> TokenStream {
        let setter = &self.setter;
        if let Some(body) = self.body {
            let styles = field_styles(body);
            if body.encoding == Encoding::Form && !styles.is_empty() {
                return quote!(request.styled_form(#call.#setter, &[#(#styles),*]););
            }
            let write = format_ident!("{}", write_method(body.encoding));
            return quote!(request.#write(#call.#setter););
        }
        let Some(parameter) = self.parameter else {
            return TokenStream::new();
        };
        let name = &parameter.name;
        match parameter.location {
            Location::Path => quote!(request.path(#name, #call.#setter);),
            Location::Query => quote!(request.query(#name, #call.#setter);),
            Location::Header => quote!(request.header(#name, #call.#setter);),
            Location::Cookie => quote!(request.cookie(#name, #call.#setter);),
        }
    }
}

fn send(operation: &Operation, types: &OperationTypes, arguments: &[Argument<'_>]) -> TokenStream {
    let request_line = code(&format!("{} {}", operation.method, operation.path));
    let about = attributes([format!("Sends {request_line}.").as_str()]);
    let error = error_type(operation);
    let (success, finish) = success(operation, types);
    let body = match operation.paging {
        None => {
            let request = request(operation, arguments, &format_ident!("self"));
            quote!(#request request.#finish().await)
        }
        // Several methods send the same request: one function makes it.
        Some(_) => {
            let request = paging::request(operation);
            quote!(#request(self).#finish().await)
        }
    };
    quote! {
        #(#[doc = #about])*
        #[doc = ""]
        #[doc = " # Errors"]
        #[doc = " An argument is missing or breaks a rule; the call fails, or its response does not decode."]
        pub async fn send(self) -> Result<ResponseValue<#success>, Error<#error>> {
            #body
        }
    }
}

/// Returns the code that makes `request` from the arguments of the builder `call`.
fn request(operation: &Operation, arguments: &[Argument<'_>], call: &Ident) -> TokenStream {
    let constant = constant(operation);
    let hand_over = arguments.iter().map(|argument| argument.hand_over(call));
    let mutable = (!arguments.is_empty()).then(|| quote!(mut));
    quote! {
        let #mutable request = #call.client.inner.request(&operations::#constant);
        #(#hand_over)*
    }
}

/// Returns the bound on arguments for a parameter of the type, and the function of the runtime that converts them.
fn accepted(taken: &Type, required: bool) -> (TokenStream, Ident) {
    let is_uuid = rust::type_text(taken) == "::uuid::Uuid";
    let convert = match (is_uuid, required) {
        (true, true) => "uuid",
        (true, false) => "optional_uuid",
        (false, true) => "value",
        (false, false) => "optional",
    };
    let accepted = match is_uuid {
        true => quote!(argument::ToUuid),
        false => quote!(TryInto<#taken>),
    };
    (accepted, format_ident!("{convert}"))
}
