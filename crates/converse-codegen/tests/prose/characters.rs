//! Samples that together hold all characters.

/// Characters that some program treats in its own way. Each sample holds them.
const SPECIAL: &str = "\0\u{1}\u{7}\u{8}\t\n\u{b}\u{c}\r\u{1b}\u{7f}\u{80}\u{85}\u{9f}\u{a0}\u{ad}\u{61c}\u{115f}\u{180e}\
    \u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2028}\u{2029}\u{202a}\u{202b}\u{202c}\u{202d}\u{202e}\u{2060}\u{2066}\
    \u{2067}\u{2068}\u{2069}\u{206a}\u{206f}\u{3000}\u{fe0f}\u{feff}\u{fff9}\u{fffd}\u{ffff}\u{1d173}\u{e0001}\u{e0041}\
    \u{10ffff} !\"#$%&'()*+,-./:;<=>?@[\\]^_`|~ \"# \"## */ // \\n \\u{41} ";

/// How many samples it takes until they hold all characters of the first two planes, which are those of most scripts.
const SAMPLES: usize = 100;

/// Of the other planes, one of so many.
const STEP: usize = 1_021;

/// Returns the sample for a place. A short one can be part of a name or a path, so it opens no variable.
pub fn sample(place: usize, is_long: bool) -> String {
    let own = (0..0x2_0000).skip(place % SAMPLES).step_by(SAMPLES);
    let others = (0x2_0000..=0x10_ffff).skip(place).step_by(STEP);
    let characters = own.chain(others).filter_map(char::from_u32);
    let characters = characters.filter(|c| is_long || !"{}".contains(*c));
    let start = if is_long { "{x} {{" } else { "" };
    format!("{start}{SPECIAL}{}", characters.collect::<String>())
}
