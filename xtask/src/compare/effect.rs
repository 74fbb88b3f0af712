//! What a change of a fact does to programs, and why.

use super::Kind;
use super::limits;
use crate::surface::{Aspect, Facts, Item, Member, Place, Section, printed_entries};

/// What a change does to programs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Effect {
    /// They compile, and do what they did.
    Compatible,
    /// The same, and there is something new to name.
    Addition,
    /// They may not compile, or calls fail that did not.
    Breaking,
}

/// A fact that differs, with what is around it.
pub struct Context<'a> {
    pub place: &'a Place,
    pub aspect: Aspect,
    pub kind: Kind,
    pub before: &'a Facts,
    pub after: &'a Facts,
    /// Whether requests have the type now, and had it not.
    pub becomes_request: bool,
}

type Judgement = (Effect, &'static str);

const fn breaking(reason: &'static str) -> Judgement {
    (Effect::Breaking, reason)
}

const fn addition(reason: &'static str) -> Judgement {
    (Effect::Addition, reason)
}

const fn compatible(reason: &'static str) -> Judgement {
    (Effect::Compatible, reason)
}

impl Context<'_> {
    /// Returns what the change does, and why.
    pub fn judge(&self, old: Option<&str>, new: Option<&str>) -> Judgement {
        if !matches!(self.aspect.section(), Section::Api | Section::Wire) {
            return compatible("read the code");
        }
        match self.kind {
            Kind::Added => self.added(),
            Kind::Removed if self.aspect == Aspect::ErrorCode => {
                compatible(on_the_wire(self.aspect))
            }
            Kind::Removed => removed(self.place),
            Kind::Changed => self.changed(old, new),
        }
    }

    fn added(&self) -> Judgement {
        let says = |aspect: Aspect, text: &str| {
            self.after
                .get(&aspect)
                .is_some_and(|value| value.contains(text))
        };
        let is_later = says(Aspect::Constructors, "required");
        match (&self.place.item, &self.place.member) {
            (Item::Operation(_), Member::Parameter(..) | Member::Body) => {
                // A client may have it for all calls; then the builder requires nothing.
                let of_client =
                    matches!(&self.place.member, Member::Parameter(at, _) if at == "path");
                match says(Aspect::Presence, "required")
                    || says(Aspect::Derived, "required")
                    || of_client
                {
                    true => breaking("a call without it fails before it is sent"),
                    false => addition("it is optional"),
                }
            }
            (_, Member::Field(_))
                if self.after.contains_key(&Aspect::New) && !self.becomes_request =>
            {
                breaking("`new` takes it, too")
            }
            (_, Member::Field(_)) if is_later => {
                breaking("a body without it is refused before sending")
            }
            (_, Member::Field(_)) => addition("structs are `#[non_exhaustive]`"),
            (_, Member::Variant(_)) => {
                addition("enums are `#[non_exhaustive]`; such a value was `Unknown`")
            }
            (_, Member::Feature(_)) => addition("a new feature"),
            _ => addition("it is new"),
        }
    }

    fn changed(&self, old: Option<&str>, new: Option<&str>) -> Judgement {
        match self.aspect {
            Aspect::Kind => breaking("it is another kind of type"),
            Aspect::Method | Aspect::Builder => breaking("it has another name"),
            Aspect::Type => breaking("programs that name or use the type do not compile"),
            Aspect::Signature => breaking("programs that call it may not compile"),
            Aspect::Presence => self.presence(old, new),
            Aspect::New => match (old, new) {
                _ if self.becomes_request => addition("requests have the type now"),
                (None, _) => breaking("`new` takes it"),
                (_, None) => breaking("`new` takes it no more"),
                _ => breaking("`new` takes other arguments"),
            },
            Aspect::Constructors => self.constructors(old, new),
            Aspect::Setter
            | Aspect::Clear
            | Aspect::Conversions
            | Aspect::Pages
            | Aspect::Streams => match (old, new) {
                (None, _) => addition("it is new"),
                (_, None) => breaking("it is gone"),
                _ => breaking("it has another name, or takes or returns another type"),
            },
            Aspect::Exact => match new {
                Some(_) => breaking("`Eq` and `Hash` are gone"),
                None => addition("`Eq` and `Hash` are new"),
            },
            Aspect::Fixed => compatible("programs do not set it"),
            Aspect::Success => breaking("the call returns another type"),
            Aspect::Error => breaking("the error has a body of another type"),
            Aspect::Deprecated => match new {
                Some(_) => compatible("a warning, unless programs deny warnings"),
                None => compatible("a warning is gone"),
            },
            Aspect::Module => breaking("another feature turns it on, and another module has it"),
            Aspect::Enables => match (inside(new), inside(old)) {
                (Some(new), Some(old)) if includes(Some(new), Some(old)) => {
                    compatible("it turns on more")
                }
                (Some(_), Some(_)) => breaking("it does not turn on all that it did"),
                _ => breaking("other features turn it on"),
            },
            Aspect::Variables => match old {
                None => addition("it is new"),
                Some(_) => breaking("clients from the environment read other variables"),
            },
            Aspect::Limits | Aspect::BodyRules if self.becomes_request => {
                addition("requests have the type now")
            }
            Aspect::Limits => match limits::is_wider(old, new) {
                true => compatible("nothing is refused that was sent"),
                false => breaking("values are refused before sending that were sent"),
            },
            Aspect::BodyRules => match includes(old, new) {
                true => compatible("nothing is refused that was sent"),
                false => breaking("bodies are refused before sending that were sent"),
            },
            Aspect::Security => match (old, new) {
                (Some(_), None) => compatible("the call takes no credential any more"),
                (Some(_), Some(_)) if includes(new, old) => {
                    compatible("the old credentials still do")
                }
                _ => breaking("clients need another credential for the call"),
            },
            aspect => compatible(on_the_wire(aspect)),
        }
    }

    fn presence(&self, old: Option<&str>, new: Option<&str>) -> Judgement {
        match (&self.place.item, old, new) {
            (Item::Operation(_), Some("optional"), Some("required")) => {
                breaking("a call without it fails before it is sent")
            }
            (Item::Operation(_), ..) => compatible("a call may leave it out"),
            _ if self.before.get(&Aspect::Type) != self.after.get(&Aspect::Type) => {
                breaking("the field has another type")
            }
            _ => compatible("the type is the same; whether it may be absent differs"),
        }
    }

    fn constructors(&self, old: Option<&str>, new: Option<&str>) -> Judgement {
        match (&self.place.member, old, new) {
            (Member::Whole, None, _) => addition("requests have it now"),
            (Member::Whole, _, None) => {
                breaking("requests have it no more: `new` and the setters are gone")
            }
            (Member::Whole, ..) if includes(new, old) => addition("it has a `Default`"),
            (Member::Whole, ..) => breaking("its `Default` is gone, or `new`"),
            (_, None, Some(_)) if self.becomes_request => addition("requests have the type now"),
            (_, None, Some(_)) => breaking("a body without it is refused before sending"),
            _ => compatible("a body may leave it out"),
        }
    }
}

fn removed(place: &Place) -> Judgement {
    match (&place.item, &place.member) {
        (Item::Example(_), _) => compatible("an example"),
        (Item::Webhook(_), Member::Whole) => compatible("the docs list it no more"),
        (_, Member::Whole) => breaking("programs that name it do not compile"),
        (Item::Operation(_), Member::Parameter(..) | Member::Body) => {
            breaking("its setter is gone")
        }
        (_, Member::Variant(_)) => {
            breaking("programs that name it do not compile; such a value is `Unknown`")
        }
        (_, Member::Feature(_)) => breaking("programs that turn it on do not build"),
        _ => breaking("programs that name it do not compile"),
    }
}

/// Says what a change of the wire means to programs.
fn on_the_wire(aspect: Aspect) -> &'static str {
    match aspect {
        Aspect::Request => "the call is the same; its request has another method or path",
        Aspect::Wire => "its name in Rust is the same; it is sent and read under another one",
        Aspect::Encoding | Aspect::MediaType => "it is encoded in another way",
        Aspect::Accept => "responses of other media types are asked for",
        Aspect::Responses => "statuses are read in another way",
        Aspect::Paging => "pages are found in another way",
        Aspect::Safety | Aspect::RetryRules => "other failures are retried",
        Aspect::BaseUrl => "calls go to another server",
        Aspect::Resource => "the testing server keeps other resources",
        Aspect::ErrorCode => "`code()` and `message()` of errors are found in another way",
        Aspect::Condition => "other values are read as this variant",
        _ => "the API is the same",
    }
}

/// Returns a list without its brackets.
fn inside(list: Option<&str>) -> Option<&str> {
    list?.strip_prefix('[')?.strip_suffix(']')
}

/// Returns whether a list has all entries of another.
fn includes(list: Option<&str>, others: Option<&str>) -> bool {
    let read = |list: Option<&str>| -> Option<Vec<String>> {
        let list = list.unwrap_or_default().parse().ok()?;
        Some(printed_entries(list))
    };
    match (read(list), read(others)) {
        (Some(list), Some(others)) => others.iter().all(|other| list.contains(other)),
        _ => false,
    }
}
