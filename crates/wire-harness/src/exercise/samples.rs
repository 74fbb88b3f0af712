//! All values of a schema that are tried.

use std::collections::BTreeSet;

use serde_json::Value;

use super::children::Children;
use super::judge::{Judge, Verdict};
use super::nulls;
use super::scalars::Alphabet;
use super::synthesize::{Presence, Synthesizer};
use crate::validator::Way;

/// Where values are made, and what judges them.
pub struct Maker<'a> {
    pub document: &'a Value,
    pub children: &'a Children,
    pub judge: Judge<'a>,
    /// Counts the values that the document refuses and that are tried all the same, since none is better.
    pub refused: usize,
}

/// A value, and how it was made.
#[derive(Debug, Clone)]
pub struct Sample {
    pub label: String,
    pub value: Value,
}

/// How often values of each kind are made: at least, as far as there are alternatives, and at most, as long as some
/// are due.
const TIMES: [(Presence, usize, usize); 4] = [
    (Presence::Full, 24, 96),
    (Presence::Bare, 8, 96),
    (Presence::Null, 4, 24),
    (Presence::Inner, 4, 24),
];

impl<'a> Maker<'a> {
    pub fn new(document: &'a Value, children: &'a Children) -> Result<Self, String> {
        Ok(Self {
            document,
            children,
            judge: Judge::new(document)?,
            refused: 0,
        })
    }

    /// Makes the values of a schema: each member of a union at every depth has its turn, each set of members of an
    /// `anyOf` too. With `nulls`, null is wherever it is allowed.
    pub fn samples<'s>(
        &mut self,
        way: Way,
        schema: &'s Value,
        alphabet: Alphabet,
        nulls: bool,
    ) -> Vec<Sample>
    where
        'a: 's,
    {
        let mut samples = Vec::new();
        let mut refused = Vec::new();
        let mut seen = BTreeSet::new();
        for (presence, least, most) in TIMES {
            if !nulls && matches!(presence, Presence::Null | Presence::Inner) {
                continue;
            }
            let synthesizer = Synthesizer::new(self.document, self.children, way, presence);
            let mut synthesizer = synthesizer.alphabet(alphabet);
            let mut spin = 0;
            while spin < synthesizer.ways().min(least)
                || (spin < most && !synthesizer.is_complete())
            {
                let made = synthesizer.value(schema, spin);
                let verdict = made
                    .as_ref()
                    .map(|value| self.judge.judge(way, schema, value));
                let accepted = verdict.is_some_and(|it| it != Verdict::Refused);
                synthesizer.settle(accepted);
                if let Some(value) = made
                    && seen.insert(value.to_string())
                {
                    let label = format!("{presence:?} {spin}").to_lowercase();
                    let list = if accepted { &mut samples } else { &mut refused };
                    list.push(Sample { label, value });
                }
                spin += 1;
            }
        }
        if nulls && nulls::allowed(self.document, schema) && seen.insert("null".to_owned()) {
            samples.push(Sample {
                label: "null".to_owned(),
                value: Value::Null,
            });
        }
        if samples.is_empty() {
            self.refused += refused.len();
            return refused;
        }
        samples
    }
}

#[cfg(test)]
mod tests;
