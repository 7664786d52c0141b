//! Pages in a folder, the processor time of a thread, the memory of a process.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rustix::time::{ClockId, clock_gettime};

/// The HTML files below a folder, sorted.
pub(crate) fn pages_below(folder: &Path, every: usize) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(folder, &mut found);
    found.sort();
    assert!(!found.is_empty(), "no .html below {}", folder.display());
    found.into_iter().step_by(every.max(1)).collect()
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|e| e == "html" || e == "htm") {
            found.push(path);
        }
    }
}

/// Processor time that this thread has used.
fn thread_time() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::new(now.tv_sec as u64, now.tv_nsec as u32)
}

/// Seconds of processor time that some work takes, including the dropping of what it makes.
pub(crate) fn seconds_of<R>(work: impl FnOnce() -> R) -> f64 {
    let start = thread_time();
    drop(std::hint::black_box(work()));
    (thread_time() - start).as_secs_f64()
}

/// A field of the process's status in bytes, such as `VmHWM`, the peak of resident memory; 0 where there is none.
pub(crate) fn memory(field: &str) -> u64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field)?.strip_prefix(':'));
    line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) * 1024
}
