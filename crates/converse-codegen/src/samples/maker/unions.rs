//! The values of unions: along the variant of the documented value, else the first variant that has one.

use serde_json::{Map, Value, json};

use super::{Maker, Wish};
use crate::api::{Name, Payload, Site, SiteKind, StringFormat, UnionKind};
use crate::samples::judge::Judge;
use crate::samples::scalars;

impl<'a> Maker<'a> {
    pub(super) fn union(&mut self, name: &'a Name, wish: Wish<'a>) -> Option<Value> {
        let union = *self.unions.get(&**name)?;
        // A union that leads back to itself without taking a part of the value.
        if self.open.contains(&&**name) {
            return None;
        }
        self.open.push(name);
        let made = match &union.kind {
            UnionKind::Tagged { tag, variants } => self.tagged(tag, variants, wish),
            UnionKind::Untagged { variants } => {
                let payloads: Vec<&'a Payload> = variants.iter().map(|it| &it.payload).collect();
                self.untagged(name, &payloads, wish)
            }
        };
        self.open.pop();
        made
    }

    fn tagged(
        &mut self,
        tag: &str,
        variants: &'a [(String, String, String)],
        wish: Wish<'a>,
    ) -> Option<Value> {
        let given = wish.hint.and_then(|hint| hint.get(tag)?.as_str());
        let chosen = variants
            .iter()
            .find(|(.., text)| Some(text.as_str()) == given);
        let hinted = chosen.map(|variant| (variant, wish.hint));
        let others = variants.iter().map(|variant| (variant, None));
        let mut all = hinted.into_iter().chain(others);
        all.find_map(|((_, payload, text), hint)| {
            let payload = self.api.schemas.get_key_value(payload.as_str())?.0;
            let value = self.named(payload, Wish { hint, ..wish })?;
            let mut tagged = Map::new();
            tagged.insert(tag.to_owned(), json!(text));
            let fields = value.as_object()?.iter();
            tagged.extend(
                fields
                    .filter(|(name, _)| *name != tag)
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
            Some(Value::Object(tagged))
        })
    }

    fn untagged(&mut self, name: &Name, variants: &[&'a Payload], wish: Wish<'a>) -> Option<Value> {
        let reads = |maker: &Self, payload: &Payload, value: &Value| {
            let judge = Judge::new(maker.api, false);
            match payload {
                Payload::Named { schema, .. } | Payload::Enum(schema) => {
                    judge.named(schema, value).is_ok_and(|lost| lost.is_empty())
                }
                Payload::Nameless(number, _) => {
                    let site = &maker.api.nameless[*number];
                    judge.site(site, value).is_ok_and(|lost| lost.is_empty())
                }
                Payload::String | Payload::Password => value.is_string(),
                Payload::Integer(width) => width.holds(value),
                Payload::Number => value.is_number(),
                Payload::Boolean => value.is_boolean(),
                Payload::Any => true,
            }
        };
        let chosen = wish.hint.and_then(|hint| {
            let mut variants = variants.iter();
            variants.find(|payload| reads(self, payload, hint))
        });
        let hinted = chosen.map(|payload| (*payload, wish.hint));
        let others = variants.iter().map(|payload| (*payload, None));
        let tried: Vec<_> = hinted.into_iter().chain(others).collect();
        tried.into_iter().find_map(|(payload, hint)| {
            let made = self.payload(payload, Wish { hint, ..wish })?;
            self.with_number_tag(name, payload, made)
        })
    }

    fn payload(&mut self, payload: &'a Payload, wish: Wish<'a>) -> Option<Value> {
        let plain = |kind: SiteKind| Site::of(kind);
        let hints = wish.hint.into_iter();
        Some(match payload {
            Payload::Named { schema, .. } | Payload::Enum(schema) => {
                let (name, _) = self.api.schemas.get_key_value(schema.as_str())?;
                return self.named(name, wish);
            }
            Payload::Nameless(number, _) => {
                let api = self.api;
                return self.site(&api.nameless[*number], wish);
            }
            Payload::String | Payload::Password => {
                let site = plain(SiteKind::String(StringFormat::Plain));
                let format = StringFormat::Plain;
                json!(scalars::string(
                    &site, format, hints, wish.field, wish.index
                ))
            }
            Payload::Integer(width) => {
                let site = plain(SiteKind::Integer(*width));
                scalars::integer(&site, *width, hints, wish.index)
            }
            Payload::Number => scalars::number(&plain(SiteKind::Number), hints),
            Payload::Boolean => scalars::boolean(hints),
            Payload::Any => wish.hint.cloned().unwrap_or_else(|| json!({})),
        })
    }

    /// Sets the field of a payload by which a union distinguishes it, if that holds no strings.
    fn with_number_tag(&self, name: &Name, payload: &Payload, mut made: Value) -> Option<Value> {
        let declared = self.api.schemas.get(name)?.union()?.discriminator.as_ref();
        let (Some(declared), Payload::Named { schema, .. }) = (declared, payload) else {
            return Some(made);
        };
        let mut mapped = declared.mapping.iter().flatten();
        let text = mapped.find(|(_, target)| **target == **schema);
        let tag = text.and_then(|(text, _)| serde_json::from_str::<Value>(text).ok());
        if let (Some(tag), Some(fields)) = (tag, made.as_object_mut()) {
            fields.insert(declared.field.to_string(), tag);
        }
        Some(made)
    }
}
