//! Rounds of several contestants, interleaved, and what a unit of their work takes.

use std::time::Instant;

use cpu_time::ThreadTime;
use stats_alloc::{INSTRUMENTED_SYSTEM, Region};

use crate::figures::Figures;
use crate::settings::Settings;

/// Somebody who does the same work as the others.
pub struct Contestant<'a> {
    pub name: &'a str,
    /// Does the work of a round.
    pub round: Box<dyn FnMut() + 'a>,
}

/// The figures of a contestant, per unit of its work.
#[derive(Default)]
pub struct Rounds {
    wall: Figures,
    processor: Figures,
    allocations: Figures,
}

/// Runs so many rounds of each contestant, one after the other, and returns their figures.
///
/// A round has `units` units of work. One more round runs before, which is not counted: connections are made in it.
pub fn interleave(
    settings: &Settings,
    rounds: usize,
    units: usize,
    contestants: &mut [Contestant],
) -> Vec<Rounds> {
    let mut all: Vec<Rounds> = contestants.iter().map(|_| Rounds::default()).collect();
    for number in 0..=settings.count(rounds) {
        for (contestant, figures) in contestants.iter_mut().zip(&mut all) {
            let allocations = Region::new(&INSTRUMENTED_SYSTEM);
            let (wall, processor) = (Instant::now(), ThreadTime::now());
            (contestant.round)();
            let (processor, wall) = (processor.elapsed(), wall.elapsed());
            let allocations = allocations.change();
            if number > 0 {
                let per_unit = |value: f64| value / units as f64;
                figures.wall.add(per_unit(wall.as_secs_f64()));
                figures.processor.add(per_unit(processor.as_secs_f64()));
                let count = allocations.allocations + allocations.reallocations;
                figures.allocations.add(per_unit(count as f64));
            }
        }
    }
    all
}

impl Rounds {
    /// Returns the median time of the clock, in seconds.
    pub fn wall(&self) -> f64 {
        self.wall.median()
    }

    /// Returns the median time of the processor in this thread, in seconds.
    pub fn processor(&self) -> f64 {
        self.processor.median()
    }

    /// Returns how far the middle half of the rounds is apart in time of the processor, as a part of the median.
    pub fn spread(&self) -> f64 {
        self.processor.spread()
    }

    /// Returns the median number of allocations of the process.
    pub fn allocations(&self) -> f64 {
        self.allocations.median()
    }

    /// Returns the median of the ratios of time of the processor, each of two rounds that ran one after the other.
    pub fn ratio_to(&self, other: &Self) -> f64 {
        self.processor.ratio_to(&other.processor)
    }
}
