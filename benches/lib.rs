//! What the benchmarks share: rounds that are interleaved, their figures, and tables of them.

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

pub mod instructions;
pub mod measure;
pub mod settings;
pub mod table;

/// Counts the allocations of every benchmark.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;
