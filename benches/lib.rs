//! What the benchmarks share: rounds that are interleaved, their figures, tables of them, and what is called.

use stats_alloc::{INSTRUMENTED_SYSTEM, StatsAlloc};

pub mod documented;
pub mod figures;
pub mod instructions;
pub mod measure;
pub mod peak_memory;
pub mod server_process;
pub mod settings;
pub mod table;

/// Counts the allocations of every benchmark.
#[global_allocator]
static ALLOCATOR: &StatsAlloc<std::alloc::System> = &INSTRUMENTED_SYSTEM;
