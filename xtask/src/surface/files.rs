//! Reads the files of a crate, each by what it holds.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{Attribute, Expr, Item as Code, ItemImpl, ItemMacro, ItemMod};

use super::aspect::Aspect;
use super::items::{self, attributes, title};
use super::rows::{self, Ids};
use super::tokens::printed;
use super::{Item, Member, Place, Surface, calls, objects, open_types};

/// Reads all files, by their path in the crate.
pub fn read(surface: &mut Surface, files: &BTreeMap<String, String>) {
    let mut parsed = BTreeMap::new();
    for (path, text) in files {
        let is_code = path.starts_with("src/") && path.ends_with(".rs");
        match is_code.then(|| syn::parse_file(text)) {
            Some(Ok(file)) => {
                parsed.insert(path.as_str(), file);
            }
            _ if path == "Cargo.toml" => items::read_manifest(surface, text),
            _ => {
                // Tests and the README follow from the rest; a file that cannot be read is all that is known of it.
                let place = Place::whole(Item::File(path.clone()));
                let aspect = if is_code { Aspect::Code } else { Aspect::Derived };
                surface.say(&place, aspect, text.clone());
            }
        }
    }
    let mut ids = Ids::default();
    // Rows name the ids of operations, builders name rows, and all others name builders.
    let rank = |path: &str| match path.rsplit('/').next() {
        Some("operations.rs") => 0,
        Some("builder.rs") => 1,
        _ => 2,
    };
    let mut order: Vec<&str> = parsed.keys().copied().collect();
    order.sort_by_key(|path| rank(path));
    for path in order {
        let file = &parsed[path];
        let reader = &mut Reader {
            surface,
            ids: &mut ids,
            path,
        };
        reader.read_docs(&file.attrs);
        for item in &file.items {
            reader.read(item);
        }
    }
}

struct Reader<'a> {
    surface: &'a mut Surface,
    ids: &'a mut Ids,
    path: &'a str,
}

impl Reader<'_> {
    /// Reads the docs and attributes of the file.
    fn read_docs(&mut self, found: &[Attribute]) {
        let attributes = attributes(found);
        let place = match self.path {
            "src/lib.rs" => Place::whole(Item::Package),
            path => Place::whole(Item::File(path.to_owned())),
        };
        if place.item == Item::Package {
            items::read_webhooks(self.surface, &attributes.docs);
        }
        self.surface.say_any(&place, Aspect::Docs, attributes.docs);
        // That of the example in them.
        self.surface.say_any(&place, Aspect::Derived, attributes.others);
    }

    fn read(&mut self, item: &Code) {
        let known = match item {
            Code::Macro(item) => self.read_macro(item),
            Code::Static(item) if item.ident == "PROVIDER" => {
                rows::read_provider(self.surface, &item.expr)
            }
            Code::Static(item) if item.ident == "OPERATIONS" => {
                let place = Place::whole(Item::Package);
                let list = printed(item.expr.to_token_stream());
                self.surface.say(&place, Aspect::Derived, list);
                Some(())
            }
            Code::Static(item) if item.ident == "EXAMPLES" => self.read_examples(&item.expr),
            Code::Static(item) => {
                let constant = item.ident.to_string();
                rows::read_row(self.surface, self.ids, &constant, &item.expr).map(|_| ())
            }
            Code::Impl(item) if item.trait_.is_none() => self.read_impl(item),
            Code::Mod(item) => self.read_module(item),
            // What a file imports follows from the rest of it; the root exports what users name.
            Code::Use(_) if self.path != "src/lib.rs" => {
                self.say_code(item, Aspect::Derived);
                Some(())
            }
            _ => None,
        };
        if known.is_none() {
            self.say_code(item, Aspect::Code);
        }
    }

    fn say_code(&mut self, item: &Code, aspect: Aspect) {
        let place = match self.path {
            "src/lib.rs" => Place::whole(Item::Package),
            "src/client.rs" => Place::whole(Item::Client),
            path => Place::whole(Item::File(path.to_owned())),
        };
        let (tokens, found) = items::without_attributes(item);
        let place = match aspect {
            Aspect::Derived => place,
            _ => place.member(Member::Part(title(item))),
        };
        self.surface.say(&place, aspect, tokens);
        self.surface.say_attributes(&place, found);
    }

    fn read_macro(&mut self, item: &ItemMacro) -> Option<()> {
        let name = item.mac.path.segments.last()?.ident.to_string();
        let tokens = item.mac.tokens.clone();
        let surface = &mut *self.surface;
        match name.as_str() {
            "object" => {
                let place = objects::read_object(surface, tokens)?;
                self.say_module(&place);
            }
            "multipart" => objects::read_multipart(surface, tokens)?,
            "call" => {
                let place = calls::read_call(surface, self.ids, tokens)?;
                self.say_module(&place);
            }
            "client_builder" => {
                calls::read_client_builder(surface, tokens)?;
            }
            "type_examples" => items::read_type_examples(surface, tokens)?,
            "open_enum" | "tagged_union" | "untagged_union" | "success_body" | "error_body"
            | "scalar_union" => {
                let place = open_types::read(surface, &name, tokens)?;
                if place.member == Member::Whole {
                    self.say_module(&place);
                }
            }
            _ => return None,
        }
        Some(())
    }

    /// In a crate with a feature per tag, the file of an item decides which features turn it on.
    fn say_module(&mut self, place: &Place) {
        let is_root = ["src/types.rs", "src/types/open.rs", "src/builder.rs"];
        if !is_root.contains(&self.path) {
            let module = self.path.trim_start_matches("src/").trim_end_matches(".rs");
            let module = module.trim_end_matches("/open").replace('/', "::");
            let known = self.surface.facts.get(place);
            let known = known.and_then(|facts| facts.get(&Aspect::Module));
            if known != Some(&module) {
                self.surface.say(place, Aspect::Module, module);
            }
        }
    }

    fn read_module(&mut self, item: &ItemMod) -> Option<()> {
        if item.content.is_some() {
            return None;
        }
        let found = attributes(&item.attrs);
        let module = self.path.trim_start_matches("src/");
        let name = format!("module {} in {module}", item.ident);
        let place = Place::whole(Item::Package).member(Member::Part(name));
        let visible = printed(item.vis.to_token_stream());
        let said = format!("{visible} {}", found.others);
        self.surface.say(&place, Aspect::Enables, said.trim());
        self.surface.say_any(&place, Aspect::Docs, found.docs);
        Some(())
    }

    /// Reads the methods of the client: one per operation, the call by id, and some of its own.
    fn read_impl(&mut self, item: &ItemImpl) -> Option<()> {
        let about = attributes(&item.attrs);
        let of = Place::whole(Item::Client);
        self.surface.say_any(&of, Aspect::Derived, about.docs);
        for member in &item.items {
            let syn::ImplItem::Fn(method) = member else {
                let text = printed(member.to_token_stream());
                self.surface.say(&of, Aspect::Code, text);
                continue;
            };
            let name = method.sig.ident.to_string();
            let found = attributes(&method.attrs);
            let result = printed(method.sig.output.to_token_stream());
            let builder = result.rsplit("::").next().unwrap_or_default();
            let body = printed(method.block.to_token_stream());
            if let Some(id) = self.ids.of_builder(builder) {
                let place = Place::whole(Item::Operation(id));
                self.surface.say(&place, Aspect::Method, name);
                self.surface.say(&place, Aspect::Derived, body);
                self.surface.say(&place, Aspect::Derived, found.others.clone());
                let found = super::tokens::Attributes {
                    others: String::new(),
                    ..found
                };
                self.surface.say_attributes(&place, found);
            } else if self.path == "src/dynamic.rs" {
                items::read_dynamic(self.surface, &method.block);
                let place = of.member(Member::Part("call by id".to_owned()));
                let head = printed(method.sig.to_token_stream());
                self.surface.say(&place, Aspect::Code, head);
                // It allows what is deprecated, if an operation is.
                self.surface.say_any(&place, Aspect::Derived, found.others);
                self.surface.say_any(&place, Aspect::Docs, found.docs);
            } else {
                let place = of.member(Member::Part(format!("fn {name}")));
                let head = printed(method.sig.to_token_stream());
                self.surface.say(&place, Aspect::Code, format!("{head} {body}"));
                self.surface.say_attributes(&place, found);
            }
        }
        Some(())
    }

    fn read_examples(&mut self, list: &Expr) -> Option<()> {
        let Expr::Reference(list) = list else {
            return None;
        };
        let Expr::Array(list) = &*list.expr else {
            return None;
        };
        for example in &list.elems {
            let Expr::Call(call) = example else {
                return None;
            };
            let parts = call.args.iter().map(|part| printed(part.to_token_stream()));
            let mut parts: Vec<String> = parts.collect();
            let json = parts.pop().unwrap_or_default();
            let attributes = attributes(&call.attrs);
            let name = parts.join(", ").replace("Side::", "");
            let place = Place::whole(Item::Example(name));
            self.surface.say(&place, Aspect::Example, json);
            self.surface.say_any(&place, Aspect::Derived, attributes.others);
        }
        Some(())
    }
}
