//! Reads out of progenitor's output what crates are printed from: structs, and the types of
//! parameters, bodies and responses. A missing item is an error.

use std::collections::BTreeMap;

use heck::ToUpperCamelCase;
use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, File, GenericArgument, Ident, ImplItem, Item, ItemMod, ItemStruct, Meta, Path,
    PathArguments, ReturnType, Token, Type, TypeParamBound, WherePredicate, parse_quote,
};

use super::lower::nameless_method;
use crate::api::{Api, Field, Operation, Struct};
use crate::document::pointer;
use crate::normalize::structs::EXTRA;
use crate::problem::{Problem, Result};

/// The public types of generated code.
#[derive(Debug)]
pub struct Surface {
    /// The structs, in the order of the document.
    pub structs: Vec<ItemStruct>,
    /// The types of each operation, by the name of its method.
    pub operations: BTreeMap<String, OperationTypes>,
    /// The unnamed types, by their number.
    pub nameless: Vec<Type>,
}

/// The argument and result types of one operation.
#[derive(Debug)]
pub struct OperationTypes {
    /// In the order of the operation's parameters.
    pub parameters: Vec<Type>,
    pub body: Option<Type>,
    /// `None` unless a successful response is JSON.
    pub success: Option<Type>,
}

/// Reads progenitor's output for `api`.
pub fn surface(api: &Api, mut file: File) -> Result<Surface> {
    Shorten.visit_file_mut(&mut file);
    let types = Items::of(module(&file.items, "types")?);
    let builder = Items::of(module(&file.items, "builder")?);
    let structs = api
        .structs
        .iter()
        .map(|known| read_struct(&types, known))
        .collect::<Result<_>>()?;
    let operations = api
        .operations
        .iter()
        .map(|operation| {
            Ok((
                operation.method_name.clone(),
                read_operation(&builder, operation)?,
            ))
        })
        .collect::<Result<_>>()?;
    let nameless = (0..api.nameless.len())
        .map(|number| {
            let name = nameless_method(number).to_upper_camel_case();
            success_of(&builder.methods(&name)?, &name)
        })
        .collect::<Result<_>>()?;
    Ok(Surface {
        structs,
        operations,
        nameless,
    })
}

/// Gives the fields their names and their order in the document.
fn read_struct(types: &Items<'_>, known: &Struct) -> Result<ItemStruct> {
    let found = types.find_struct(&known.name)?;
    if found.fields.iter().all(|field| field.ident.is_none()) {
        // typify takes an object without fields for a map.
        let name = &found.ident;
        return Ok(parse_quote! {
            #[derive(::serde::Deserialize, ::serde::Serialize, Clone, Debug, PartialEq)]
            pub struct #name {}
        });
    }
    let mut item = found.clone();
    let mut found: BTreeMap<String, syn::Field> =
        std::mem::replace(&mut item.fields, syn::Fields::Unit)
            .into_iter()
            .filter_map(|field| Some((field.ident.as_ref()?.to_string(), field)))
            .collect();
    let mut fields: Vec<syn::Field> = Vec::new();
    for wanted in &known.fields {
        let place = format!("{}.{}", known.name, wanted.wire);
        let mut field = found.remove(&wanted.key).ok_or_else(|| missing(&place))?;
        option_outside(&mut field);
        field.ident = Some(Ident::new(&wanted.ident, proc_macro2::Span::call_site()));
        field.attrs = serde_attribute(wanted, &field.attrs)?.into_iter().collect();
        if wanted.clear.is_some() {
            let value = argument_of(&field.ty, "Option").ok_or_else(|| missing(&place))?;
            field.ty = parse_quote!(::converse_core::Patch<#value>);
        }
        fields.push(field);
    }
    fields.extend(found.remove(EXTRA));
    item.fields = syn::Fields::Named(parse_quote!({ #(#fields),* }));
    item.attrs
        .retain(|attribute| !attribute.path().is_ident("doc"));
    item.attrs.iter_mut().for_each(drop_default);
    Ok(item)
}

/// typify may put the box that ends a cycle around the `Option`. Outside the box
/// the `Option` says that what is unset is not sent.
fn option_outside(field: &mut syn::Field) {
    let boxed = argument_of(&field.ty, "Box");
    let Some(value) = boxed.and_then(|inner| argument_of(&inner, "Option")) else {
        return;
    };
    field.ty = parse_quote!(Option<Box<#value>>);
    let default: Attribute = parse_quote!(#[serde(default)]);
    let optional = field.attrs.contains(&default);
    field.attrs = vec![match optional {
        true => parse_quote!(#[serde(skip_serializing_if = "::std::option::Option::is_none")]),
        false => parse_quote!(#[serde(deserialize_with = "::std::option::Option::deserialize")]),
    }];
}

/// Returns one attribute with the name in JSON and typify's settings for an absent field.
fn serde_attribute(field: &Field, attributes: &[Attribute]) -> Result<Option<Attribute>> {
    let mut settings: Vec<Meta> = Vec::new();
    if field.ident != field.wire {
        let wire = &field.wire;
        settings.push(parse_quote!(rename = #wire));
    }
    if field.clear.is_some() {
        // serde accepts an absent `Option` by itself.
        settings.push(parse_quote!(default));
    }
    for attribute in attributes
        .iter()
        .filter(|attribute| attribute.path().is_ident("serde"))
    {
        let found = attribute
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .map_err(|_| missing(&format!("attribute of `{}`", field.wire)))?;
        settings.extend(found);
    }
    for setting in &mut settings {
        if setting.path().is_ident("skip_serializing_if")
            && setting
                .to_token_stream()
                .to_string()
                .contains("Option::is_none")
        {
            *setting = match field.clear {
                Some(_) => parse_quote!(skip_serializing_if = "::converse_core::Patch::is_leave"),
                None => parse_quote!(skip_serializing_if = "Option::is_none"),
            };
        }
    }
    Ok((!settings.is_empty()).then(|| parse_quote!(#[serde(#(#settings),*)])))
}

/// Removes `Default`: `request_type!` implements it next to the setters.
fn drop_default(attribute: &mut Attribute) {
    if !attribute.path().is_ident("derive") {
        return;
    }
    let derives = Punctuated::<Path, Token![,]>::parse_terminated;
    if let Ok(derives) = attribute.parse_args_with(derives) {
        let kept = derives.iter().filter(|path| !path.is_ident("Default"));
        *attribute = parse_quote!(#[derive(#(#kept),*)]);
    }
}

fn read_operation(builder: &Items<'_>, operation: &Operation) -> Result<OperationTypes> {
    let name = &operation.method_name.to_upper_camel_case();
    let methods = builder.methods(name)?;
    let argument = |setter: &str| -> Result<Type> {
        methods
            .get(setter)
            .and_then(|method| converted_type(method))
            .ok_or_else(|| missing(&format!("{name}::{setter}")))
    };
    let success = success_of(&methods, name)?;
    Ok(OperationTypes {
        parameters: operation
            .parameters
            .iter()
            .map(|parameter| match pointer::schema_name(&parameter.schema) {
                Some(name) => {
                    let name = Ident::new(&name, proc_macro2::Span::call_site());
                    Ok(parse_quote!(crate::types::#name))
                }
                None => argument(&parameter.setter),
            })
            .collect::<Result<_>>()?,
        body: operation
            .body
            .as_ref()
            .map(|_| argument("body"))
            .transpose()?,
        success: operation.success.schema.as_ref().map(|_| success),
    })
}

fn success_of(methods: &BTreeMap<String, &syn::ImplItemFn>, name: &str) -> Result<Type> {
    let send = methods
        .get("send")
        .ok_or_else(|| missing(&format!("{name}::send")))?;
    success_type(send).ok_or_else(|| missing(&format!("{name}::send's result")))
}

fn module<'a>(items: &'a [Item], name: &str) -> Result<&'a [Item]> {
    items
        .iter()
        .find_map(|item| match item {
            Item::Mod(ItemMod {
                ident,
                content: Some((_, items)),
                ..
            }) if ident == name => Some(items.as_slice()),
            _ => None,
        })
        .ok_or_else(|| missing(&format!("mod {name}")))
}

/// The items by name, so that looking up one does not depend on their number.
struct Items<'a> {
    structs: BTreeMap<String, &'a ItemStruct>,
    /// The items of `impl Name`, except for traits.
    methods: BTreeMap<String, &'a [ImplItem]>,
}

impl<'a> Items<'a> {
    fn of(items: &'a [Item]) -> Self {
        let mut known = Self {
            structs: BTreeMap::new(),
            methods: BTreeMap::new(),
        };
        for item in items {
            match item {
                Item::Struct(item) => {
                    known.structs.insert(item.ident.to_string(), item);
                }
                Item::Impl(item) if item.trait_.is_none() => {
                    if let Type::Path(path) = item.self_ty.as_ref()
                        && let Some(last) = path.path.segments.last()
                    {
                        known
                            .methods
                            .entry(last.ident.to_string())
                            .or_insert(&item.items);
                    }
                }
                _ => {}
            }
        }
        known
    }

    fn find_struct(&self, name: &str) -> Result<&'a ItemStruct> {
        self.structs
            .get(name)
            .copied()
            .ok_or_else(|| missing(&format!("struct {name}")))
    }

    fn methods(&self, name: &str) -> Result<BTreeMap<String, &'a syn::ImplItemFn>> {
        let items = self
            .methods
            .get(name)
            .ok_or_else(|| missing(&format!("impl {name}")))?;
        let methods = items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) => Some((method.sig.ident.to_string(), method)),
            _ => None,
        });
        Ok(methods.collect())
    }
}

/// Returns `T` of a setter's `where V: TryInto<T>`.
fn converted_type(method: &syn::ImplItemFn) -> Option<Type> {
    let clause = method.sig.generics.where_clause.as_ref()?;
    clause
        .predicates
        .iter()
        .find_map(|predicate| match predicate {
            WherePredicate::Type(predicate) => {
                predicate.bounds.iter().find_map(|bound| match bound {
                    TypeParamBound::Trait(bound) => only_argument(&bound.path, "TryInto"),
                    _ => None,
                })
            }
            _ => None,
        })
}

/// Returns `T` of `Result<ResponseValue<T>, Error<…>>`.
fn success_type(send: &syn::ImplItemFn) -> Option<Type> {
    let ReturnType::Type(_, result) = &send.sig.output else {
        return None;
    };
    let Type::Path(result) = result.as_ref() else {
        return None;
    };
    match only_argument(&result.path, "Result")? {
        Type::Path(value) => only_argument(&value.path, "ResponseValue"),
        _ => None,
    }
}

/// Returns `T` of `name<T>`.
pub fn argument_of(shown: &Type, name: &str) -> Option<Type> {
    match shown {
        Type::Path(shown) => only_argument(&shown.path, name),
        _ => None,
    }
}

/// Returns the first argument of a path that ends in `name<…>`.
fn only_argument(path: &Path, name: &str) -> Option<Type> {
    let last = path.segments.last().filter(|last| last.ident == name)?;
    let PathArguments::AngleBracketed(arguments) = &last.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::Type(found) => Some(found.clone()),
        _ => None,
    })
}

fn missing(what: &str) -> Problem {
    Problem::file(
        "",
        format!("progenitor's output lacks `{what}`"),
        "report it, with the document: the reader of progenitor's output does not fit the pinned version",
    )
}

/// Writes types as a person would: items of the prelude by their short names, and the types of
/// the crate by one path.
struct Shorten;

impl VisitMut for Shorten {
    fn visit_path_mut(&mut self, path: &mut Path) {
        visit_mut::visit_path_mut(self, path);
        let names: Vec<String> = path
            .segments
            .iter()
            .map(|segment| segment.ident.to_string())
            .collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        match names.as_slice() {
            ["std", "option", "Option"]
            | ["std", "string", "String"]
            | ["std", "vec", "Vec"]
            | ["std", "boxed", "Box"] => {
                path.leading_colon = None;
                path.segments = path.segments.iter().skip(2).cloned().collect();
            }
            ["types", _] => {
                let last = path.segments.last().cloned();
                *path = parse_quote!(crate::types::#last);
            }
            _ => {}
        }
    }
}
