//! A text as the recognisers see it: folded one character to one, so that positions stay true.

/// Longer texts are cut here: this is a long letter, and time stays bounded.
const CHARS_MAX: usize = 100_000;

/// Words further apart than this do not belong to one value.
const GAP_MAX: usize = 40;

/// A text in three shapes of equal length.
pub(super) struct Source {
    /// As it was written.
    raw: Vec<char>,
    /// Half width, lower case: what a result shows.
    shown: Vec<char>,
    /// Simplified as well: what the rules compare.
    key: Vec<char>,
}

impl Source {
    pub(super) fn new(text: &str) -> Source {
        let raw: Vec<char> = text.chars().take(CHARS_MAX).collect();
        let shown: Vec<char> = raw.iter().map(|&c| lower(half_width(c))).collect();
        let key = shown.iter().map(|&c| plain(c)).collect();
        Source { raw, shown, key }
    }

    /// A stretch as a text of its own.
    pub(super) fn part(&self, start: usize, end: usize) -> Source {
        let cut = |chars: &[char]| chars[start..end].to_vec();
        Source {
            raw: cut(&self.raw),
            shown: cut(&self.shown),
            key: cut(&self.key),
        }
    }

    pub(super) fn len(&self) -> usize {
        self.key.len()
    }

    /// The folded character at `i`, or NUL past the end.
    pub(super) fn ch(&self, i: usize) -> char {
        self.key.get(i).copied().unwrap_or('\0')
    }

    /// The folded character before `i`, or NUL at the start.
    pub(super) fn before(&self, i: usize) -> char {
        i.checked_sub(1).map_or('\0', |i| self.ch(i))
    }

    /// The character at `i` in its own case and width.
    pub(super) fn raw(&self, i: usize) -> char {
        self.raw.get(i).copied().unwrap_or('\0')
    }

    /// A stretch in half width and lower case.
    pub(super) fn shown(&self, start: usize, end: usize) -> String {
        self.shown[start.min(end)..end.min(self.len())]
            .iter()
            .collect()
    }

    /// A stretch as it was written.
    pub(super) fn written(&self, start: usize, end: usize) -> String {
        self.raw[start.min(end)..end.min(self.len())]
            .iter()
            .collect()
    }

    /// First position at or after `i` that holds no space; a gap wider than [`GAP_MAX`] joins nothing.
    pub(super) fn skip(&self, i: usize) -> usize {
        let mut end = i;
        while self.ch(end).is_whitespace() {
            end += 1;
            if end - i > GAP_MAX {
                return i;
            }
        }
        end
    }

    /// The end of `literal` at `i`, if it stands there.
    pub(super) fn lit(&self, i: usize, literal: &str) -> Option<usize> {
        let mut end = i;
        for c in literal.chars() {
            if self.ch(end) != c {
                return None;
            }
            end += 1;
        }
        Some(end)
    }

    /// The end of `literal` at `i`, any spaces allowed between its characters.
    pub(super) fn spaced(&self, i: usize, literal: &str) -> Option<usize> {
        let mut end = i;
        for (nth, c) in literal.chars().enumerate() {
            let at = if nth == 0 { end } else { self.skip(end) };
            if self.ch(at) != c {
                return None;
            }
            end = at + 1;
        }
        Some(end)
    }

    /// The longest of `literals` at `i`.
    pub(super) fn any(&self, i: usize, literals: &[&str]) -> Option<usize> {
        literals.iter().filter_map(|l| self.lit(i, l)).max()
    }

    /// Whether a Latin word or number may start at `i`.
    pub(super) fn starts(&self, i: usize) -> bool {
        !wordy(self.before(i)) || !wordy(self.ch(i))
    }

    /// Whether a Latin word or number may end at `i`.
    pub(super) fn ends(&self, i: usize) -> bool {
        !wordy(self.before(i)) || !wordy(self.ch(i))
    }

    /// The whole word of Latin letters that starts at `i`, and its end.
    pub(super) fn word(&self, i: usize) -> Option<(&[char], usize)> {
        if !self.ch(i).is_ascii_alphabetic() || wordy(self.before(i)) {
            return None;
        }
        let mut end = i;
        while self.ch(end).is_ascii_alphabetic() {
            end += 1;
        }
        (!wordy(self.ch(end))).then(|| (&self.key[i..end], end))
    }

    /// The end of an English phrase at `i`: whole words with any spaces between them.
    pub(super) fn phrase(&self, i: usize, phrase: &str) -> Option<usize> {
        let mut end = i;
        for (nth, part) in phrase.split(' ').enumerate() {
            if nth > 0 {
                let gap = self.skip(end);
                if gap == end {
                    return None;
                }
                end = gap;
            }
            let (_, word_end) = self.word(end)?;
            end = self.lit(end, part).filter(|&at| at == word_end)?;
        }
        Some(end)
    }

    /// The longest of `phrases` at `i`.
    pub(super) fn phrases(&self, i: usize, phrases: &[&str]) -> Option<usize> {
        if !self.ch(i).is_ascii_alphabetic() {
            return None;
        }
        phrases.iter().filter_map(|p| self.phrase(i, p)).max()
    }

    /// The end of the run of ASCII digits at `i` (`i` itself if there is none).
    pub(super) fn digits(&self, i: usize) -> usize {
        let mut end = i;
        while self.ch(end).is_ascii_digit() {
            end += 1;
        }
        end
    }

    /// Whether any of the characters of `word` precede `i` exactly.
    pub(super) fn follows(&self, i: usize, word: &str) -> bool {
        let n = word.chars().count();
        i >= n && self.lit(i - n, word).is_some()
    }
}

/// Whether `c` belongs to a Latin word or a number.
pub(super) fn wordy(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_' || (c.is_alphanumeric() && (c as u32) < 0x250)
}

fn half_width(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        _ => c,
    }
}

fn lower(c: char) -> char {
    let mut low = c.to_lowercase();
    match (low.next(), low.next()) {
        (Some(low), None) => low,
        _ => c,
    }
}

fn plain(c: char) -> char {
    match c {
        _ if c.is_ascii() => c,
        '−' | '‐' | '‑' => '-',
        '’' | '‘' => '\'',
        '○' | '◯' => '〇',
        '餘' => '余',
        _ => crate::fold::simplified(c),
    }
}
