//! What Converse costs, in time and memory: the benchmarks of this package, and `BENCHMARKS.md`.
