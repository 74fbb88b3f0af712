//! The calls of `object!` and `call!` in generated code.

use proc_macro2::{TokenStream, TokenTree};
use syn::parse::{Parse, ParseStream};
use syn::token::Brace;
use syn::{
    Attribute, File, Ident, Item, LitStr, Path, Token, Type, Visibility, braced, bracketed,
    parenthesized,
};

/// A struct.
pub struct Object {
    pub attributes: Vec<Attribute>,
    pub name: Ident,
    /// How it is filled, and what it keeps besides its fields.
    pub head: TokenStream,
    pub fields: Vec<ObjectField>,
}

pub struct ObjectField {
    pub is_deprecated: bool,
    pub ident: Ident,
    pub held: Type,
    /// Whether it is required or optional, and its name in JSON. None for what keeps the other fields.
    pub wire: Option<(Ident, String)>,
    /// How it is filled.
    pub filler: TokenStream,
}

impl Parse for Object {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        // `with (new)`, and `marks in` a private field.
        let mut head = TokenStream::new();
        while !input.peek(Brace) {
            head.extend([input.parse::<TokenTree>()?]);
        }
        let fields;
        braced!(fields in input);
        let fields = fields.parse_terminated(ObjectField::parse, Token![,])?;
        Ok(Self {
            attributes,
            name,
            head,
            fields: fields.into_iter().collect(),
        })
    }
}

impl Parse for ObjectField {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_rest = input.parse::<Option<Token![..]>>()?.is_some();
        let is_deprecated = is_deprecated(&input.call(Attribute::parse_outer)?);
        input.parse::<Visibility>()?;
        let ident = input.parse()?;
        input.parse::<Token![:]>()?;
        let held = input.parse()?;
        let wire = match is_rest {
            true => None,
            false => {
                input.parse::<Token![=]>()?;
                let presence = input.parse()?;
                Some((presence, input.parse::<LitStr>()?.value()))
            }
        };
        let mut filler = TokenStream::new();
        while !input.is_empty() && !input.peek(Token![,]) {
            filler.extend([input.parse::<TokenTree>()?]);
        }
        Ok(Self {
            is_deprecated,
            ident,
            held,
            wire,
            filler,
        })
    }
}

/// Returns whether one of the attributes says so.
pub fn is_deprecated(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|it| it.path().is_ident("deprecated"))
}

/// The builder of a call.
pub struct Call {
    pub name: Ident,
    pub arguments: Vec<Argument>,
    pub success: Type,
    pub error: Type,
    /// The types of an item and of a position.
    pub pages: Option<(Type, Type)>,
    /// How its response can be read as it comes, and the type of an item.
    pub streams: Option<(Ident, Option<Type>)>,
}

pub struct Argument {
    pub is_deprecated: bool,
    /// Whether it is required or optional.
    pub presence: Ident,
    pub setter: Ident,
    pub held: Type,
}

impl Call {
    /// Returns the builders in a file.
    pub fn all(file: &File) -> Vec<Self> {
        let builders = file.items.iter().filter_map(|item| match item {
            Item::Macro(item) => Some(item.mac.parse_body().expect("a builder")),
            _ => None,
        });
        builders.collect()
    }
}

impl Parse for Call {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        let client;
        parenthesized!(client in input);
        client.parse::<Type>()?;
        input.parse::<Token![for]>()?;
        input.parse::<Path>()?;
        input.parse::<Token![,]>()?;
        input.parse::<LitStr>()?;
        let arguments;
        braced!(arguments in input);
        let arguments = arguments.parse_terminated(Argument::parse, Token![,])?;
        input.call(Attribute::parse_outer)?;
        input.parse::<Ident>()?;
        input.parse::<Token![->]>()?;
        let success = input.parse()?;
        input.parse::<Token![,]>()?;
        let error = input.parse()?;
        let (mut pages, mut streams) = (None, None);
        while input.parse::<Option<Token![;]>>()?.is_some() {
            if input.parse::<Ident>()? == "pages" {
                pages = Some(self::pages(input)?);
            } else {
                let streamed;
                parenthesized!(streamed in input);
                let format = streamed.parse()?;
                let item = (!streamed.is_empty())
                    .then(|| streamed.parse())
                    .transpose()?;
                streams = Some((format, item));
            }
        }
        Ok(Self {
            name,
            arguments: arguments.into_iter().collect(),
            success,
            error,
            pages,
            streams,
        })
    }
}

fn pages(input: ParseStream<'_>) -> syn::Result<(Type, Type)> {
    let (types, readers);
    parenthesized!(types in input);
    let item = types.parse()?;
    types.parse::<Token![,]>()?;
    let position = types.parse()?;
    types.parse::<Token![,]>()?;
    types.parse::<LitStr>()?;
    braced!(readers in input);
    readers.parse::<TokenStream>()?;
    Ok((item, position))
}

impl Parse for Argument {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_deprecated = is_deprecated(&input.call(Attribute::parse_outer)?);
        let presence = input.parse()?;
        input.parse::<Ident>()?;
        let setter = input.parse()?;
        input.parse::<Token![:]>()?;
        let held = input.parse()?;
        if input.parse::<Option<Token![as]>>()?.is_some() {
            input.parse::<Ident>()?;
        }
        if input.parse::<Option<Token![=]>>()?.is_some() {
            if input.peek(LitStr) {
                input.parse::<LitStr>()?;
            } else {
                let styles;
                bracketed!(styles in input);
                styles.parse::<TokenStream>()?;
            }
        }
        Ok(Self {
            is_deprecated,
            presence,
            setter,
            held,
        })
    }
}
