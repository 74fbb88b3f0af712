//! Measures the time and memory that Converse takes: see the benchmarks of this package, and `BENCHMARKS.md`.
