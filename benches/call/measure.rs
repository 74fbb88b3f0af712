//! Time of the processor and allocations.

use cpu_time::ThreadTime;
use stats_alloc::{Region, StatsAlloc};

/// A round that is measured.
pub struct Round<'a> {
    time: ThreadTime,
    region: Region<'a, std::alloc::System>,
}

/// What one call of a round took.
pub struct Ended {
    time: f64,
    allocations: f64,
}

impl<'a> Round<'a> {
    pub fn begin(allocator: &'a StatsAlloc<std::alloc::System>) -> Self {
        Self {
            region: Region::new(allocator),
            time: ThreadTime::now(),
        }
    }

    pub fn end(self, calls: usize) -> Ended {
        let time = self.time.elapsed().as_secs_f64();
        let allocations = self.region.change();
        let allocations = allocations.allocations + allocations.reallocations;
        Ended {
            time: time / calls as f64,
            allocations: allocations as f64 / calls as f64,
        }
    }
}

/// All counted rounds.
#[derive(Default)]
pub struct Rounds {
    times: Vec<f64>,
    allocations: Vec<f64>,
}

impl Rounds {
    pub fn add(&mut self, ended: Ended) {
        self.times.push(ended.time);
        self.allocations.push(ended.allocations);
    }

    /// Returns the median time of a call, in seconds.
    pub fn time(&self) -> f64 {
        at(&self.times, 0.5)
    }

    /// Returns how far the middle half of the rounds is apart, as a part of the median.
    pub fn spread(&self) -> f64 {
        (at(&self.times, 0.75) - at(&self.times, 0.25)) / self.time()
    }

    /// Returns the median number of allocations of a call.
    pub fn allocations(&self) -> f64 {
        at(&self.allocations, 0.5)
    }
}

fn at(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    sorted[((sorted.len() - 1) as f64 * part) as usize]
}
