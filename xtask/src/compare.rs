//! Compares two versions of a generated crate: what changes for its users, and whether that breaks their programs.

use std::collections::BTreeSet;

use crate::surface::{Aspect, Facts, Item, Member, Place, Section, Surface};

mod effect;
mod limits;
mod print;
mod release;
mod renamed;

pub use effect::Effect;
pub use print::{Format, Report, Scope};
pub use release::Step;

/// How a crate differs from an earlier version.
#[derive(Debug, Clone, Default)]
pub struct Comparison {
    /// What users see, or what is sent and read.
    pub changes: Vec<Change>,
    /// What else changes in the code, if nothing above explains it.
    pub others: Vec<Change>,
    /// Where docs change.
    pub docs: Vec<Place>,
    /// Where documented bodies and examples of types change.
    pub examples: Vec<Change>,
}

/// A change at one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    pub place: Place,
    pub kind: Kind,
    pub details: Vec<Detail>,
}

/// What happens at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Added,
    Removed,
    Changed,
}

/// One fact of a change.
#[derive(Debug, Clone, PartialEq)]
pub struct Detail {
    pub aspect: Aspect,
    pub old: Option<String>,
    pub new: Option<String>,
    pub effect: Effect,
    /// Why it breaks programs, or does not.
    pub reason: &'static str,
}

impl Comparison {
    /// Compares two surfaces.
    pub fn of(old: &Surface, new: &Surface) -> Self {
        let mut found = Self::default();
        let mut derived = Vec::new();
        let places: BTreeSet<&Place> = old.facts().keys().chain(new.facts().keys()).collect();
        for place in places {
            let whole = Whole::of(old, new, place);
            // A new item is one change, and so is one that is gone.
            if (whole.is_added() || whole.is_removed()) && place.member != Member::Whole {
                continue;
            }
            found.compare(place, &whole, &mut derived);
        }
        renamed::mark(&mut found.changes);
        found.sort_out(derived);
        found
    }

    /// Returns the step of the version that the changes need.
    pub fn step(&self) -> Step {
        let effect = self.changes.iter().map(Change::effect).max();
        match effect {
            Some(Effect::Breaking) => Step::Breaking,
            Some(Effect::Addition) => Step::Addition,
            Some(Effect::Compatible) => Step::Fix,
            None if self.is_empty() => Step::None,
            None => Step::Fix,
        }
    }

    /// Returns the changes of what programs name, and the code that cannot be judged.
    pub fn of_api(&self) -> Self {
        let of_api = |change: &Change| {
            let mut change = change.clone();
            // What is new or gone is so with all that it is, such as a value of an enum with its string.
            if change.kind == Kind::Changed {
                let is_api = |it: &Detail| it.aspect.section() == Section::Api;
                change.details.retain(is_api);
            }
            (!change.details.is_empty()).then_some(change)
        };
        let is_of_its_own = |change: &&Change| {
            let mut details = change.details.iter();
            details.any(|it| it.aspect.section() == Section::Code)
        };
        Self {
            changes: self.changes.iter().filter_map(of_api).collect(),
            others: self.others.iter().filter(is_of_its_own).cloned().collect(),
            ..Self::default()
        }
    }

    /// Returns whether nothing changes.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
            && self.others.is_empty()
            && self.docs.is_empty()
            && self.examples.is_empty()
    }

    fn compare(&mut self, place: &Place, whole: &Whole<'_>, derived: &mut Vec<Change>) {
        let none = Facts::new();
        let (before, after) = (whole.old.facts().get(place), whole.new.facts().get(place));
        let kind = match (before, after) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            _ => Kind::Changed,
        };
        let (before, after) = (before.unwrap_or(&none), after.unwrap_or(&none));
        let details = differences(place, whole, kind, before, after);
        let mut sections = [const { Vec::new() }; 5];
        for detail in details {
            let index = match detail.aspect.section() {
                Section::Api | Section::Wire => 0,
                Section::Code => 1,
                Section::Derived => 2,
                Section::Docs => 3,
                Section::Example => 4,
            };
            sections[index].push(detail);
        }
        let [known, code, follows, docs, examples] = sections;
        // What is new has its docs, too.
        let known_is_empty = known.is_empty() && code.is_empty();
        let change = |details| Change {
            place: place.clone(),
            kind,
            details,
        };
        let lists = [
            (&mut self.changes, known),
            (&mut self.others, code),
            (derived, follows),
        ];
        for (list, details) in lists {
            if !details.is_empty() {
                list.push(change(details));
            }
        }
        if !docs.is_empty() && (kind == Kind::Changed || known_is_empty) {
            self.docs.push(place.clone());
        }
        if !examples.is_empty() {
            self.examples.push(change(examples));
        }
    }

    /// Leaves out what follows from the changes of an item. What nothing explains is another change of the code.
    fn sort_out(&mut self, derived: Vec<Change>) {
        let changed = self.changes.iter().chain(&self.others);
        let changed: BTreeSet<Item> = changed.map(|it| it.place.item.clone()).collect();
        let examples = self.examples.iter().map(|it| &it.place.item);
        let said: BTreeSet<&Item> = self
            .docs
            .iter()
            .map(|it| &it.item)
            .chain(examples)
            .collect();
        let anything = !changed.is_empty() || !said.is_empty();
        let is_explained = |change: &Change| match &change.place.item {
            // Imports, lists, tests and the README follow from any part of the crate.
            Item::File(_) | Item::Package | Item::Client => anything,
            item => changed.contains(item) || said.contains(item),
        };
        let unexplained = derived.into_iter().filter(|change| !is_explained(change));
        let unexplained: Vec<Change> = unexplained.collect();
        self.others.extend(unexplained);
    }
}

impl Kind {
    /// Returns the word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

impl Change {
    /// Returns what it does to programs: the worst of its facts.
    pub fn effect(&self) -> Effect {
        let effects = self.details.iter().map(|detail| detail.effect);
        effects.max().unwrap_or(Effect::Compatible)
    }
}

/// The two versions of the item that a place is in.
struct Whole<'a> {
    old: &'a Surface,
    new: &'a Surface,
    before: Option<&'a Facts>,
    after: Option<&'a Facts>,
    /// Whether the item can be new or gone: the client is always there.
    comes_and_goes: bool,
}

impl<'a> Whole<'a> {
    fn of(old: &'a Surface, new: &'a Surface, place: &Place) -> Self {
        let whole = Place::whole(place.item.clone());
        Self {
            old,
            new,
            before: old.facts().get(&whole),
            after: new.facts().get(&whole),
            comes_and_goes: !matches!(
                place.item,
                Item::Client | Item::Provider | Item::Package | Item::File(_)
            ),
        }
    }

    fn is_added(&self) -> bool {
        self.comes_and_goes && self.before.is_none()
    }

    fn is_removed(&self) -> bool {
        self.comes_and_goes && self.after.is_none()
    }

    /// Returns whether requests have the type in a version.
    fn is_in_requests(facts: Option<&Facts>) -> bool {
        facts.is_some_and(|facts| facts.contains_key(&Aspect::Constructors))
    }
}

/// Returns the facts that differ at a place.
fn differences(
    place: &Place,
    whole: &Whole<'_>,
    kind: Kind,
    before: &Facts,
    after: &Facts,
) -> Vec<Detail> {
    let aspects: BTreeSet<Aspect> = before.keys().chain(after.keys()).copied().collect();
    let mut details = Vec::new();
    for aspect in aspects {
        let (old, new) = (before.get(&aspect), after.get(&aspect));
        if old == new {
            continue;
        }
        let context = effect::Context {
            place,
            aspect,
            kind,
            before,
            after,
            becomes_request: !Whole::is_in_requests(whole.before)
                && Whole::is_in_requests(whole.after),
        };
        let (effect, reason) = context.judge(old.map(String::as_str), new.map(String::as_str));
        details.push(Detail {
            aspect,
            old: old.cloned(),
            new: new.cloned(),
            effect,
            reason,
        });
    }
    // The arguments of `new` as a whole say no more than those of its fields, but for their order.
    if place.member == Member::Whole && kind == Kind::Changed {
        let is_told = |detail: &Detail| detail.aspect == Aspect::New && new_is_told(whole, place);
        details.retain(|detail| !is_told(detail));
    }
    details
}

/// Returns whether the fields say how the arguments of `new` change.
fn new_is_told(whole: &Whole<'_>, of: &Place) -> bool {
    let fields = |surface: &Surface| -> BTreeSet<(Place, String)> {
        let facts = surface.facts().iter();
        let facts =
            facts.filter(|(place, _)| place.item == of.item && place.member != Member::Whole);
        facts
            .filter_map(|(place, facts)| Some((place.clone(), facts.get(&Aspect::New)?.clone())))
            .collect()
    };
    fields(whole.old) != fields(whole.new)
}
