//! A call of `object!`, as it is printed.

use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Token, Type, Visibility, braced};

/// The struct of a call.
pub struct Object {
    pub attributes: Vec<Attribute>,
    pub name: Ident,
    pub fields: Vec<ObjectField>,
}

pub struct ObjectField {
    pub ident: Ident,
    pub held: Type,
    /// Whether it is required or optional, and its name in JSON. None for what keeps the other fields.
    pub wire: Option<(Ident, String)>,
}

impl Parse for Object {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        input.parse::<Visibility>()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        let fields;
        braced!(fields in input);
        let fields = fields.parse_terminated(ObjectField::parse, Token![,])?;
        Ok(Self {
            attributes,
            name,
            fields: fields.into_iter().collect(),
        })
    }
}

impl Parse for ObjectField {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let is_rest = input.parse::<Option<Token![..]>>()?.is_some();
        input.call(Attribute::parse_outer)?;
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
        Ok(Self { ident, held, wire })
    }
}
