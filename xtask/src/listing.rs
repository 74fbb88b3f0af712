//! Shows what a command changes in files that people write, line by line.

use std::io::Write;

use converse_codegen::Result;
use converse_codegen::internals::unwritable;

/// Files with more lines than this on a side are said to be changed, and no more.
const LINE_LIMIT: usize = 5_000;

/// Prints the lines that go (`-`) and those that come (`+`), each with its number.
pub fn show(out: &mut dyn Write, path: &str, old: &str, new: &str) -> Result<()> {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let mut text = format!("{path}\n");
    if old.len().max(new.len()) > LINE_LIMIT {
        text.push_str("  changed\n");
    } else {
        for (number, sign, line) in changes(&old, &new) {
            text.push_str(format!("{number:>5} {sign} {line}").trim_end());
            text.push('\n');
        }
    }
    out.write_all(text.as_bytes()).map_err(unwritable)
}

fn changes<'a>(old: &[&'a str], new: &[&'a str]) -> Vec<(usize, char, &'a str)> {
    // `common[i][j]`: how many lines the tails from `i` and from `j` have in common.
    let mut common = vec![vec![0_u32; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if old[i] == new[j] {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j, mut found) = (0, 0, Vec::new());
    while i < old.len() || j < new.len() {
        if i < old.len() && j < new.len() && old[i] == new[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == new.len() || (i < old.len() && common[i + 1][j] >= common[i][j + 1]) {
            found.push((i + 1, '-', old[i]));
            i += 1;
        } else {
            found.push((j + 1, '+', new[j]));
            j += 1;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_shown() {
        let mut told = Vec::new();
        show(&mut told, "a.txt", "a\nb\nc\nd\n", "a\nB\nc\nd\ne\n").unwrap();
        let told = String::from_utf8(told).unwrap();
        assert_eq!(told, "a.txt\n    2 - b\n    2 + B\n    5 + e\n");
    }
}
