//! The figures of several rounds.

use crate::table::{ratio, taken};

/// One figure of each round.
#[derive(Default)]
pub struct Figures(Vec<f64>);

impl Figures {
    /// Adds the figure of a round.
    pub fn add(&mut self, figure: f64) {
        self.0.push(figure);
    }

    /// Returns the median.
    pub fn median(&self) -> f64 {
        at(&self.0, 0.5)
    }

    /// Returns how far the middle half of the figures is apart, as a part of the median.
    pub fn spread(&self) -> f64 {
        (at(&self.0, 0.75) - at(&self.0, 0.25)) / self.median()
    }

    /// Returns the median of the ratios to the figures of `other`, each of two rounds that ran one after the other.
    ///
    /// What else the machine does changes from second to second, and so changes both.
    pub fn ratio_to(&self, other: &Self) -> f64 {
        let pairs = self.0.iter().zip(&other.0);
        let ratios: Vec<f64> = pairs.map(|(this, other)| this / other).collect();
        at(&ratios, 0.5)
    }

    /// Formats the median; nothing if there was no round.
    pub fn cell(&self, format: fn(f64) -> String) -> String {
        let is_empty = self.0.is_empty();
        taken((!is_empty).then(|| self.median()), format)
    }

    /// Formats the [ratio](Self::ratio_to) to `other`; nothing if there was no round.
    pub fn ratio_cell(&self, other: &Self) -> String {
        let is_empty = self.0.is_empty();
        taken((!is_empty).then(|| self.ratio_to(other)), ratio)
    }
}

/// Returns the value at this part of the sorted values: the median at 0.5.
fn at(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * part) as usize]
}
