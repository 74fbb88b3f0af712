//! The peak memory of a process.

use std::fs;

/// Returns the peak memory of this process in bytes. 0 where the system does not report it.
pub fn peak_memory() -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kibibytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok());
    1024 * kibibytes.unwrap_or(0)
}
