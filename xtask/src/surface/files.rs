//! Reads the files of a crate, each by what it holds.

use std::collections::BTreeMap;

use quote::ToTokens;
use syn::{
    Attribute, Expr, Item as Code, ItemConst, ItemImpl, ItemMacro, ItemMod, ItemStatic, ItemUse,
};

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
                let aspect = if is_code {
                    Aspect::Code
                } else {
                    Aspect::Derived
                };
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
        self.surface
            .say_any(&place, Aspect::Derived, attributes.others);
    }

    fn read(&mut self, item: &Code) {
        let known = match item {
            Code::Macro(item) => self.read_macro(item),
            Code::Static(item) => self.read_static(item),
            Code::Const(item) => self.read_constant(item).or_else(|| self.read_shared(item)),
            Code::Impl(item) if item.trait_.is_none() => self.read_impl(item),
            Code::Mod(item) => self.read_module(item),
            Code::Use(item) if self.path == "src/lib.rs" => self.read_export(item),
            // What a file imports follows from the rest of it.
            Code::Use(_) => {
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
            // What the client can do is in several files.
            _ if matches!(item, Code::Impl(_)) => Place::whole(Item::Client),
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

    fn read_static(&mut self, item: &ItemStatic) -> Option<()> {
        let name = item.ident.to_string();
        let package = Place::whole(Item::Package);
        let place = match name.as_str() {
            "PROVIDER" => rows::read_provider(self.surface, &item.expr)?,
            "OPERATIONS" if self.path == "src/dynamic.rs" => {
                for entry in list(&item.expr)? {
                    items::read_call_by_id(self.surface, self.ids, entry)?;
                }
                package
            }
            "CONTRACT" => {
                let place = package.member(Member::Part(name));
                let contract = printed(item.expr.to_token_stream());
                self.surface.say(&place, Aspect::Code, contract);
                place
            }
            "OPERATIONS" => {
                let list = printed(item.expr.to_token_stream());
                self.surface.say(&package, Aspect::Derived, list);
                package
            }
            "EXAMPLES" | "SAMPLES" => {
                for example in list(&item.expr)? {
                    self.read_example(example)?;
                }
                package
            }
            "RESOURCES" => {
                for resource in list(&item.expr)? {
                    rows::read_resource(self.surface, resource)?;
                }
                package
            }
            constant => rows::read_row(self.surface, self.ids, constant, &item.expr)?,
        };
        let (vis, ty) = (item.vis.to_token_stream(), item.ty.to_token_stream());
        let head = format!("{} {}", printed(vis), printed(ty));
        self.surface.say(&place, Aspect::Derived, head);
        let found = attributes(&item.attrs);
        self.surface.say_any(&place, Aspect::Docs, found.docs);
        self.surface.say_any(&place, Aspect::Derived, found.others);
        Some(())
    }

    fn read_macro(&mut self, item: &ItemMacro) -> Option<()> {
        let name = item.mac.path.segments.last()?.ident.to_string();
        let tokens = item.mac.tokens.clone();
        let surface = &mut *self.surface;
        let place = match name.as_str() {
            "object" => objects::read_object(surface, tokens)?,
            "multipart" => objects::read_multipart(surface, tokens)?,
            "call" => calls::read_call(surface, self.ids, tokens)?,
            "client_builder" => calls::read_client_builder(surface, tokens)?,
            "type_examples" => items::read_type_examples(surface, tokens)?,
            "open_enum" | "tagged_union" | "untagged_union" | "success_body" | "error_body"
            | "scalar_union" => open_types::read(surface, &name, tokens)?,
            _ => return None,
        };
        let path = printed(item.mac.path.to_token_stream());
        self.surface.say(&place, Aspect::Derived, path);
        if matches!(place.item, Item::Operation(_) | Item::Type(_)) {
            self.say_module(&place);
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
        let found = attributes(&item.attrs);
        let module = self.path.trim_start_matches("src/");
        let name = format!("module {} in {module}", item.ident);
        let place = Place::whole(Item::Package).member(Member::Part(name));
        let visible = printed(item.vis.to_token_stream());
        let said = format!("{visible} {}", found.others);
        let (place, aspect) = match visible.as_str() {
            "pub" => (place, Aspect::Enables),
            _ => (Place::whole(Item::Package), Aspect::Derived),
        };
        self.surface
            .say(&place, aspect, format!("{} {said}", item.ident));
        self.surface.say_any(&place, Aspect::Docs, found.docs);
        for item in item.content.iter().flat_map(|(_, items)| items) {
            self.read(item);
        }
        Some(())
    }

    /// Reads a constant that stands for an operation: its type names the builder.
    fn read_constant(&mut self, item: &ItemConst) -> Option<()> {
        let held = printed(item.ty.to_token_stream());
        let builder = held.trim_end_matches('>').rsplit("::").next()?;
        let id = self.ids.of_builder(builder)?;
        let place = Place::whole(Item::Operation(id));
        let (tokens, found) = items::without_attributes(&Code::Const(item.clone()));
        self.surface.say(&place, Aspect::Derived, tokens);
        self.surface.say_any(&place, Aspect::Derived, found.docs);
        Some(())
    }

    /// Reads what the root exports.
    fn read_export(&mut self, item: &ItemUse) -> Option<()> {
        let found = attributes(&item.attrs);
        let name = format!("use {}", printed(item.tree.to_token_stream()));
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
        let what = printed(item.self_ty.to_token_stream());
        self.surface.say(&of, Aspect::Derived, what);
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
                for follows in [result.clone(), body, found.others.clone()] {
                    self.surface.say(&place, Aspect::Derived, follows);
                }
                let found = super::tokens::Attributes {
                    others: String::new(),
                    ..found
                };
                self.surface.say_attributes(&place, found);
            } else {
                let place = of.member(Member::Part(format!("fn {name}")));
                let visible = printed(method.vis.to_token_stream());
                let head = printed(method.sig.to_token_stream());
                let head = format!("{visible} {head}");
                self.surface.say(&place, Aspect::Signature, head.trim());
                self.surface.say(&place, Aspect::Code, body);
                self.surface.say_attributes(&place, found);
            }
        }
        Some(())
    }

    fn read_example(&mut self, example: &Expr) -> Option<()> {
        let Expr::Call(call) = example else {
            return None;
        };
        let parts = call.args.iter().map(|part| printed(part.to_token_stream()));
        let mut parts: Vec<String> = parts.collect();
        let json = parts.pop()?;
        let attributes = attributes(&call.attrs);
        let name = parts.join(", ").replace("Side::", "");
        let place = Place::whole(Item::Example(name));
        let constructor = printed(call.func.to_token_stream());
        self.surface.say(&place, Aspect::Example, json);
        self.surface.say(&place, Aspect::Derived, constructor);
        self.surface
            .say_any(&place, Aspect::Derived, attributes.others);
        Some(())
    }

    /// Reads a body that several examples have.
    fn read_shared(&mut self, item: &ItemConst) -> Option<()> {
        if !item.ident.to_string().starts_with("SHARED_") {
            return None;
        }
        let place = Place::whole(Item::Example(item.ident.to_string()));
        let body = printed(item.expr.to_token_stream());
        self.surface.say(&place, Aspect::Example, body);
        let head = format!(
            "{} {}",
            printed(item.vis.to_token_stream()),
            printed(item.ty.to_token_stream())
        );
        self.surface.say(&place, Aspect::Derived, head);
        let found = attributes(&item.attrs);
        self.surface.say_attributes(&place, found);
        Some(())
    }
}

/// Returns the entries of a list.
fn list(list: &Expr) -> Option<impl Iterator<Item = &Expr>> {
    let Expr::Reference(list) = list else {
        return None;
    };
    match &*list.expr {
        Expr::Array(list) => Some(list.elems.iter()),
        _ => None,
    }
}
