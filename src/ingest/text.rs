//! Text as portals publish it, made fit to show: plain, tidy, without contacts.
//!
//! Nothing here decides about a record; functions return what they changed and the gates
//! count it. A phone number must go, a wage, a year and the number of a law must stay: the
//! table in the tests is the specification.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{Html, Node};

/// What stands in a text where a contact was.
pub const REMOVED: &str = "[kontak dihapus]";

/// Hosts (and their subdomains) a text may link to.
pub const ALLOWED_HOSTS: [&str; 1] = ["go.id"];

/// What cleaning a text changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Tags or entities were turned into plain text.
    pub html: bool,
    /// Control, zero-width or direction characters were dropped.
    pub invisible: bool,
    /// Phone numbers removed.
    pub phones: u32,
    /// E-mail addresses removed.
    pub emails: u32,
    /// Links outside [`ALLOWED_HOSTS`] removed.
    pub links: u32,
    /// Social media handles removed.
    pub handles: u32,
    /// Sixteen-digit identity numbers (NIK) removed.
    pub identities: u32,
}

impl Changes {
    /// Contacts of all kinds removed.
    #[must_use]
    pub fn contacts(&self) -> u32 {
        self.phones + self.emails + self.links + self.handles + self.identities
    }
}

/// One line: no markup, no contacts, single spaces.
#[must_use]
pub fn line(input: &str) -> (String, Changes) {
    let (text, mut changes) = plain(input);
    let text = remove_contacts(&text, "", &mut changes);
    let mut text = one_line(&text);
    if changes.contacts() > 0 {
        text = one_line(EMPTY_BRACKETS.replace_all(&text, " ").trim());
        text = LOOSE_END.replace(&text, "").trim().to_owned();
    }
    (text, changes)
}

/// Paragraphs, one a line; list items start with "- ". Contacts become [`REMOVED`].
#[must_use]
pub fn paragraphs(input: &str) -> (String, Changes) {
    let (text, mut changes) = plain(input);
    let text = remove_contacts(&text, REMOVED, &mut changes);
    let mut out = String::with_capacity(text.len());
    for raw in text.split(['\n', '\r', '\u{2028}', '\u{2029}']) {
        let line = one_line(raw);
        let body = line.trim_start_matches(BULLETS).trim_start();
        if body.is_empty() || line.chars().all(|c| "-_=*. ".contains(c)) {
            continue;
        }
        if !out.is_empty() {
            out.push('\n');
        }
        let item =
            body.len() < line.len() && !line.starts_with("**") && !body.starts_with(|c: char| c.is_ascii_digit());
        if item {
            out.push_str("- ");
            out.push_str(body);
        } else {
            out.push_str(&line);
        }
    }
    (out, changes)
}

/// Signs that portals and word processors put before a list item.
const BULLETS: [char; 21] = [
    '-', '–', '—', '•', '·', '●', '▪', '◦', '‣', '○', '■', '□', '➢', '➤', '►', '✓', '✔', '✅', '*', '\u{f0b7}',
    '\u{f0a7}',
];

fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

static MARKUP: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"</?[a-zA-Z!][^<>]*(?:>|$)|&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});|&nbsp")
});
static BLOCK: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)<(?:p|br|div|li|ul|ol|h[1-6]|tr|td|table|section)\b[^<>]*>"));
/// Tags beyond which a text is not parsed, in which nesting costs time squared, but cut.
const MOST_TAGS: usize = 3_000;
static TAG: LazyLock<Regex> = LazyLock::new(|| regex(r"</?[a-zA-Z!][^<>]*(?:>|$)"));
static TAG_START: LazyLock<Regex> = LazyLock::new(|| regex(r"<([a-zA-Z/!])"));

/// Markup turned into lines and list items, invisible characters dropped, full-width forms folded.
fn plain(input: &str) -> (String, Changes) {
    let mut changes = Changes::default();
    let mut text = visible(input, &mut changes);
    for _ in 0..4 {
        if !(text.contains(['<', '&']) && MARKUP.is_match(&text)) {
            break;
        }
        changes.html = true;
        text = visible(&strip_html(&text), &mut changes);
    }
    if changes.html && text.contains('<') {
        text = TAG_START.replace_all(&text, "< $1").into_owned();
    }
    (text, changes)
}

fn visible(input: &str, changes: &mut Changes) -> String {
    let mut out = String::with_capacity(input.len());
    for c in input.chars() {
        match c {
            '\n' | '\r' | '\t' | ' '..='~' => out.push(c),
            '\u{00ad}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffd}'
            | '\u{fe0f}'
            | '\u{20e3}'
            | '\u{e0000}'..='\u{e007f}' => changes.invisible = true,
            '\u{ff01}'..='\u{ff5e}' => out.push(char::from_u32(c as u32 - 0xfee0).unwrap_or(c)),
            _ if c.is_control() => changes.invisible = true,
            _ => out.push(digit(c).unwrap_or(c)),
        }
    }
    out
}

/// First digits of the scripts and styles a number is written in to get past a filter.
const ZEROS: [u32; 18] = [
    0x0660, 0x06f0, 0x07c0, 0x0966, 0x09e6, 0x0a66, 0x0be6, 0x0e50, 0x0ed0, 0x0f20, 0x1040, 0x17e0, 0x1b50, 0x1bb0,
    0xa9d0, 0x2080, 0x2070, 0x245f,
];

/// The plain digit that a digit of another script or style stands for.
fn digit(c: char) -> Option<char> {
    let code = c as u32;
    let value = match code {
        0x1d7ce..=0x1d7ff => (code - 0x1d7ce) % 10,
        0x00b9 => 1,
        0x00b2 | 0x00b3 => return None,
        0x24ea => 0,
        _ => ZEROS.iter().map(|zero| code.wrapping_sub(*zero)).find(|value| *value < 10).filter(|_| code != 0x245f)?,
    };
    char::from_digit(value, 10)
}

fn strip_html(input: &str) -> String {
    use scraper::node::Element;
    if input.bytes().filter(|byte| *byte == b'<').count() > MOST_TAGS {
        return TAG.replace_all(input, "\n").into_owned();
    }
    let blocks = BLOCK.is_match(input);
    let html = Html::parse_fragment(input);
    let is = |element: &Element, names: &[&str]| names.contains(&element.name());
    let mut out = String::with_capacity(input.len());
    let mut silent = 0_u32;
    let mut pending = vec![(html.tree.root(), true)];
    while let Some((node, opens)) = pending.pop() {
        if opens {
            pending.push((node, false));
            let first = pending.len();
            pending.extend(node.children().map(|child| (child, true)));
            pending[first..].reverse();
        }
        match node.value() {
            Node::Text(text) if opens && silent == 0 => {
                if blocks {
                    out.extend(text.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
                } else {
                    out.push_str(text);
                }
            }
            Node::Element(element) if is(element, &["script", "style", "template", "title", "noscript"]) => {
                silent = if opens { silent + 1 } else { silent.saturating_sub(1) };
            }
            Node::Element(element) if is(element, &["li"]) => out.push_str(if opens { "\n- " } else { "\n" }),
            Node::Element(element) if is(element, &["td", "th"]) => out.push(' '),
            Node::Element(element)
                if is(
                    element,
                    &[
                        "p",
                        "br",
                        "div",
                        "ul",
                        "ol",
                        "h1",
                        "h2",
                        "h3",
                        "h4",
                        "h5",
                        "h6",
                        "tr",
                        "table",
                        "section",
                        "article",
                        "blockquote",
                        "hr",
                        "pre",
                        "dl",
                        "dt",
                        "dd",
                    ],
                ) =>
            {
                let after_item = out.ends_with("\n- ");
                if !after_item {
                    out.push('\n');
                }
            }
            _ => {}
        }
    }
    out
}

fn regex(pattern: &str) -> Regex {
    Regex::new(pattern).expect("a pattern of this file compiles: the tests run every one")
}

static EMPTY_BRACKETS: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?i)[(\[]\s*(?:wa|whatsapp|telp?|tlp|hp|hub(?:ungi)?|cp|e-?mail|ig)?[\s.:/,&-]*[)\]]"));
static LOOSE_END: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)[\s|:;,/–-]*(?:\b(?:wa|whatsapp|telp?|tlp|telepon|no\.? ?hp|hp|hub(?:ungi)?|cp|kontak|e-?mail|ig)\b[\s:.–-]*)*$",
    )
});

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)[a-z0-9._%+-]+@[a-z0-9-]+(?:\.[a-z0-9-]+)+",
        r"|[a-z0-9._%+-]+@(?:gmail|yahoo|ymail|hotmail|outlook|icloud)\b",
        r"|[a-z0-9._%+-]+\s*(?:@|[(\[{<]\s?(?:at|a|et)\s?[)\]}>]|\s(?:at|et)\s)\s*[a-z0-9-]+",
        r"(?:\s*(?:\.|[(\[{<]\s?(?:dot|titik)\s?[)\]}>]|\s(?:dot|titik)\s)\s*(?:[a-z0-9-]+)){0,2}",
        r"\s*(?:\.|[(\[{<]\s?(?:dot|titik)\s?[)\]}>]|\s(?:dot|titik)\s)\s*(?:com|net|org|info|id)\b",
    ))
});
static LINK: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r#"(?i)(?:https?://|www\.)[^\s<>"'\])]+"#,
        r#"|\b(?:[a-z0-9][a-z0-9-]*\.)+(?:com|net|org|id|co|me|ly|ee|gle|io|gg|link|page|site|app|info|xyz|online|store|us|to)/[^\s<>"'\])]+"#,
        r"|\b(?:wa\.me|t\.me|bit\.ly|forms\.gle|linktr\.ee|s\.id)\b",
    ))
});
/// Links with gaps in them ("w a . m e / 62 …", "bit . ly / x", "wa[dot]me/…").
static BROKEN_LINK: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\b(?:w\s?a|t|bit|s|forms|linktr)\s?(?:\s\.\s?|\.\s|[(\[{]\s?dot\s?[)\]}]|\sdot\s)\s?(?:m\s?e|l\s?y|id|gle|ee)\s?/\s?",
        r"(?:\+?\d(?:[\s-]?\d){5,15}|[a-z0-9_?=-]{3,})",
        r"|\bw\sa\s?\.\s?m\s?e\s?/?\s?(?:\+?\d(?:[\s-]?\d){5,15})?",
    ))
});
/// A number in words, whole or in part ("nol delapan satu dua …").
static SPELLED: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\b(?:nol|kosong|zero|enam[\s-]{1,2}dua|\+?62|0)",
        r"(?:[\s,.–-]{0,3}(?:nol|kosong|satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|zero|one|two|three|four|five|six|seven|eight|nine|\d)){8,13}\b",
    ))
});
/// A mobile number with letters that look like digits ("O8l2 …").
static LOOKALIKE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:\+?62|\b[0Oo])[\s.–-]?[8B](?:[\s.–-]{0,2}[0-9OolIiSsBZz|]){8,11}\b"));
/// A mobile number with signs between its groups that numbers do not have.
static ODD_MOBILE: LazyLock<Regex> =
    LazyLock::new(|| regex(r"(?:\+?62|\b0)\s?8[1-9]\d{0,2}(?:\s?[_*/~,:|•·]{1,2}\s?\d{2,5}){2,4}\b"));
static HANDLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\b(?:ig|instagram|telegram|line|tiktok|facebook|fb|twitter|linkedin)\b[\s:./–-]{0,4}@[a-z0-9_.]{3,}",
        r"|\B@[a-z][a-z0-9]*[_.0-9][a-z0-9_.]*",
        r"|\B@(?-i:[a-z][a-z0-9_.]{3,})",
    ))
});
/// A handle without its sign, after a word that says whose it is.
static NAMED_HANDLE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"(?i)\big\s?[:=]\s?@?[a-z0-9_][a-z0-9_.]{2,}",
        r"|\b(?:line\s?id|id\s?line|telegram\s?id|id\s?telegram)\b\s?[:=]?\s?@?[a-z0-9_][a-z0-9_.-]{2,}",
        r"|\b(?:instagram|insta|telegram|tiktok|line|facebook|fb|twitter)\b\s?(?:kami|resmi)?\s?[:=]\s?[a-z][a-z0-9]*[_.0-9][a-z0-9_.]+",
    ))
});
/// What an "@" means where it is no handle: "2 orang @shift".
const NO_HANDLES: [&str; 20] = [
    "shift", "orang", "hari", "minggu", "bulan", "tahun", "unit", "titik", "outlet", "toko", "cabang", "kelas",
    "lokasi", "kantor", "rumah", "site", "store", "home", "office", "gudang",
];
static MOBILE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"\((?:\+?62|0)8[1-9]\d{0,2}\)(?:[\s.–-]{0,3}\d){5,9}",
        r"|(?:\+?\(?62\)?|0)[\s.()–-]{0,3}8[\s.–-]?[1-9](?:[\s.()–-]{0,3}\d){6,11}",
    ))
});
static LANDLINE: LazyLock<Regex> = LazyLock::new(|| {
    regex(concat!(
        r"\(0[2-9]\d{1,2}\)[\s.–-]{0,3}\d{3,4}(?:[\s.–-]?\d{2,5}){1,2}",
        r"|0[2-9]\d{1,2}[\s.–-]{1,3}\d{3,4}(?:[\s.–-]?\d{2,5}){1,2}",
        r"|0[2-9]\d{7,10}",
        r"|\b62[\s–-]{1,3}\d{2,3}[\s–-]{1,3}\d{6,8}",
        r"|\+\d{1,3}[\s.()–-]{0,3}\d(?:[\s.()–-]{0,2}\d){7,12}",
    ))
});
static CALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(
        r"(?i)\b(?:wa|whats\s?app|telp?|tlp|tele?pon|telephone|hp|handphone|phone|ponsel|kontak|contact|hubungi|call\s?cent(?:er|re)|cp|sms|fax|faks)\b([^\d\n]{0,25}?)(\+?\(?\d[\d\s.()–-]{5,20}\d)",
    )
});
static NOT_A_CALL: LazyLock<Regex> = LazyLock::new(|| {
    regex(r"(?i)\b(?:rp|idr|gaji|upah|salary|omzet|target|usia|umur|tahun|jam|pukul|pasal|nomor \d|uu|pp)\b|rp\.?$")
});
static TIME: LazyLock<Regex> = LazyLock::new(|| regex(r"^\d{1,2}[.:]\d{2}(?:\s|\s?[–-]|$)"));
static MONEY: LazyLock<Regex> =
    LazyLock::new(|| regex(r"^\+?\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d{2})?(?:\s?[–-]\s?\d{1,3}(?:[.,\s]\d{3})+)*$"));
static YEARS: LazyLock<Regex> = LazyLock::new(|| regex(r"^(?:19|20)\d\d\s?[–/-]\s?(?:19|20)\d\d$"));
static IDENTITY: LazyLock<Regex> = LazyLock::new(|| regex(r"\b\d{16}\b"));

static AT: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)@|[(\[{<]\s?(?:at|a|et)\s?[)\]}>]|\s(?:at|et)\s"));
static WORDS: LazyLock<Regex> = LazyLock::new(|| regex(r"(?i)delapan|eight"));

/// Contacts of all kinds that a text holds.
#[must_use]
pub fn contacts(text: &str) -> u32 {
    let mut changes = Changes::default();
    let visible = visible(text, &mut changes);
    remove_contacts(&visible, REMOVED, &mut changes);
    changes.contacts()
}

fn remove_contacts(text: &str, replacement: &str, changes: &mut Changes) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let mut text = text.to_owned();
    let whole = |_: &str, found: &str| Some(found.len());
    if AT.is_match(&text) {
        replace(&mut text, &EMAIL, replacement, &mut changes.emails, whole);
        replace(&mut text, &HANDLE, replacement, &mut changes.handles, |_, found| {
            (!NO_HANDLES.contains(&found.trim_start_matches('@'))).then_some(found.trim_end_matches('.').len())
        });
    }
    if text.contains([':', '='])
        || text.contains(" id")
        || text.contains(" ID")
        || text.contains("id ")
        || text.contains("ID ")
    {
        replace(&mut text, &NAMED_HANDLE, replacement, &mut changes.handles, |_, found| {
            Some(found.trim_end_matches('.').len())
        });
    }
    if text.contains('/') {
        replace(&mut text, &BROKEN_LINK, replacement, &mut changes.links, whole);
    }
    if text.contains('/') || text.contains("www.") || text.contains("WWW.") || text.contains(".me") {
        replace(&mut text, &LINK, replacement, &mut changes.links, |_, found| link_length(found));
    }
    if WORDS.is_match(&text) {
        replace(&mut text, &SPELLED, replacement, &mut changes.phones, |before, found| {
            let words = found.split(|c: char| !c.is_alphabetic()).filter(|word| word.len() > 1).count();
            (words >= 3 && free_standing(before)).then_some(found.len())
        });
    }
    if digits >= 5 && text.contains('8') {
        replace(&mut text, &LOOKALIKE, replacement, &mut changes.phones, |before, found| {
            let letters = found.bytes().filter(u8::is_ascii_alphabetic).count();
            let is = letters > 0 && digit_count(found) >= 5 && digit_count(found) + letters >= 10;
            (is && free_standing(before) && !TIME.is_match(found)).then_some(found.len())
        });
        replace(&mut text, &ODD_MOBILE, replacement, &mut changes.phones, |before, found| {
            ((10..=14).contains(&digit_count(found)) && free_standing(before)).then_some(found.len())
        });
    }
    if digits >= 7 {
        replace(&mut text, &MOBILE, replacement, &mut changes.phones, |before, found| {
            (free_standing(before) && !TIME.is_match(found))
                .then(|| number_length(found))
                .filter(|len| digit_count(&found[..*len]) >= 9)
        });
        replace(&mut text, &LANDLINE, replacement, &mut changes.phones, |before, found| {
            let len = number_length(found);
            let plausible =
                (9..=15).contains(&digit_count(&found[..len])) && (!found.starts_with('+') || digit_count(found) >= 10);
            (free_standing(before) && plausible && !MONEY.is_match(found) && !TIME.is_match(found)).then_some(len)
        });
        remove_calls(&mut text, replacement, changes);
        replace(&mut text, &IDENTITY, replacement, &mut changes.identities, |before, found| {
            free_standing(before).then_some(found.len())
        });
    }
    text
}

/// Replaces the first bytes of every match that `judge` finds to be a contact. `judge` sees
/// the text before the match and the match, and says how many bytes of it to take.
fn replace(
    text: &mut String,
    pattern: &Regex,
    replacement: &str,
    count: &mut u32,
    judge: impl Fn(&str, &str) -> Option<usize>,
) {
    let mut at = 0;
    while let Some(found) = pattern.find_at(text, at) {
        let range = found.range();
        match judge(&text[..range.start], found.as_str()) {
            Some(length) => {
                text.replace_range(range.start..range.start + length, replacement);
                *count += 1;
                at = range.start + replacement.len();
            }
            None => at = range.start + text[range.start..].chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// A number after a word such as "WA" or "hubungi" is a contact even if it looks like no phone.
fn remove_calls(text: &mut String, replacement: &str, changes: &mut Changes) {
    let mut at = 0;
    while let Some(found) = CALL.captures_at(text, at) {
        let (Some(gap), Some(number)) = (found.get(1), found.get(2)) else { break };
        let length = number_length(number.as_str());
        let shown = number.as_str()[..length].trim();
        let is_call = (7..=15).contains(&digit_count(shown))
            && !NOT_A_CALL.is_match(gap.as_str())
            && !MONEY.is_match(shown)
            && !YEARS.is_match(shown)
            && !TIME.is_match(shown);
        let range = number.range();
        if is_call {
            text.replace_range(range.start..range.start + length, replacement);
            changes.phones += 1;
            at = range.start + replacement.len();
        } else {
            at = range.start + 1;
        }
    }
}

/// Whether a number after this text is one of its own: no digits or currency just before it.
fn free_standing(before: &str) -> bool {
    let bare = before.trim_end_matches([' ', '\u{a0}']);
    let mut last = before.chars().rev();
    let glued = match last.next() {
        Some(c) if c.is_ascii_digit() => true,
        Some('.' | ',' | '/' | '-') => last.next().is_some_and(|c| c.is_ascii_digit()),
        _ => false,
    };
    let lower = bare.trim_end_matches('.').to_ascii_lowercase();
    !(glued || lower.ends_with("rp") || lower.ends_with("idr"))
}

/// Length of a number without a short last group that belongs to what follows ("… 2 orang").
fn number_length(number: &str) -> usize {
    let mut end = number.len();
    while let Some(space) = number[..end].rfind(char::is_whitespace) {
        let before = number[..space].trim_end();
        let group = before.rfind(char::is_whitespace).map_or(before, |at| &before[at..]);
        if digit_count(&number[space..end]) > 2 || digit_count(group) <= 2 || digit_count(before) < 10 {
            break;
        }
        end = before.len();
    }
    end
}

fn digit_count(text: &str) -> usize {
    text.bytes().filter(u8::is_ascii_digit).count()
}

/// Length of a link to remove; `None` for one that may stay or is the name of a technology.
fn link_length(link: &str) -> Option<usize> {
    let rest = link.split_once("://").map_or(link, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#', ':']).next().unwrap_or(rest).to_ascii_lowercase();
    let allowed = ALLOWED_HOSTS.iter().any(|suffix| host == *suffix || host.ends_with(&format!(".{suffix}")));
    let technology = ["asp.net", "vb.net", "ado.net"].contains(&host.as_str());
    (!allowed && !technology).then(|| link.trim_end_matches(['.', ',', ';', ':', '!', '?']).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contacts_are_removed_however_they_are_written() {
        for contact in [
            "081234567890",
            "0812-3456-7890",
            "0812 3456 7890",
            "0812.3456.7890",
            "08.12.3456.7890",
            "(0812) 34567890",
            "+62 812-3456-7890",
            "+62 (812) 3456 7890",
            "6281234567890",
            "62 812 3456 7890",
            "0 8 1 2 3 4 5 6 7 8 9 0",
            "０８１２３４５６７８９０",
            "0812\u{200b}3456\u{200b}7890",
            "(021) 555-1234",
            "021-5551234",
            "0274 512345",
            "0215551234",
            "62-21-5551234",
            "+65 9123 4567",
            "hrd@contoh.co.id",
            "nama.orang+kerja@gmail.com",
            "nama.orang @ gmail.com",
            "nama(at)gmail.com",
            "nama [at] contoh [dot] com",
            "nama@gmail",
            "https://wa.me/6281234567890",
            "wa.me/6281234567890",
            "t.me/lokercontoh",
            "https://bit.ly/DaftarDiSini",
            "bit.ly/DaftarDiSini",
            "forms.gle/AbCd123",
            "https://docs.google.com/forms/d/e/1FAI/viewform?usp=sf_link",
            "www.contoh-perusahaan.com",
            "https://chat.whatsapp.com/AbCdEf",
            "s.id/lokercontoh",
            "Instagram: @contoh.id",
            "@contoh_karir",
            "3201332006900001",
        ] {
            let (text, changes) = paragraphs(&format!("Kirim lamaran ke {contact} sekarang"));
            assert!(changes.contacts() > 0, "{contact} was not found");
            assert_eq!(text, format!("Kirim lamaran ke {REMOVED} sekarang"), "{contact}");
        }
    }

    #[test]
    fn contacts_are_found_however_they_are_hidden() {
        for contact in [
            "nol delapan satu dua tiga empat lima enam tujuh delapan",
            "nol-delapan-satu-dua-tiga-empat-lima-enam-tujuh-delapan-sembilan",
            "NOL DELAPAN SATU DUA 3456 7890",
            "kosong delapan lima tujuh satu dua tiga empat lima enam",
            "0 delapan satu dua tiga empat lima enam tujuh delapan",
            "zero eight one two three four five six seven eight",
            "enam dua delapan satu dua tiga empat lima enam tujuh delapan",
            "0 8 1 2 - 3 4 5 6 - 7 8 9 0",
            "0-8-1-2-3-4-5-6-7-8-9-0",
            "O8l2 3456 7890",
            "O812-3456-789O",
            "o8123456789o",
            "081234S67B90",
            "+62 8l2-3456-7890",
            "0812.3456.7890",
            "0812/3456/7890",
            "0812_3456_7890",
            "0812*3456*7890",
            "0812 / 3456 / 7890",
            "0812~3456~7890",
            "+62 (812) 3456-7890",
            "(+62) 812 3456 7890",
            "62.812.3456.7890",
            "0812\u{200b}34\u{200d}56\u{2060}7890",
            "08\u{ad}12\u{ad}3456\u{ad}7890",
            "٠٨١٢٣٤٥٦٧٨٩٠",
            "۰۸۱۲۳۴۵۶۷۸۹۰",
            "०८१२३४५६७८९०",
            "๐๘๑๒๓๔๕๖๗๘๙๐",
            "𝟎𝟖𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗𝟎",
            "⓪⑧①②③④⑤⑥⑦⑧⑨⓪",
            "0️⃣8️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣9️⃣0️⃣",
            "hrd [at] pt [dot] com",
            "hrd at contoh dot com",
            "hrd AT contoh DOT co DOT id",
            "hrd (at) contoh.co.id",
            "hrd{at}contoh{dot}com",
            "hrd[a]contoh.com",
            "hrd @ contoh . com",
            "hrd at contoh titik com",
            "w a . m e / 6281234567890",
            "wa . me / 6281234567890",
            "wa[dot]me/6281234567890",
            "w a . m e / 62 812 3456 7890",
            "t . me / lokercontoh",
            "t.me/lokercontoh",
            "bit . ly / lokercontoh",
            "bit.ly/LokerContoh",
            "forms.gle/AbCd123",
            "docs.google.com/forms/d/e/1FAI/viewform",
            "@lokercontoh",
            "@contoh.karir",
            "IG: contohkarir",
            "ig : @contoh_karir",
            "Instagram: contoh_karir",
            "line id: contohkarir",
            "ID Line contoh.karir",
            "Telegram: karir_contoh",
            "tiktok: contoh.karir",
        ] {
            for (text, changes) in [line(contact), paragraphs(&format!("Lamar {contact}\nSegera"))] {
                assert!(changes.contacts() > 0, "{contact} was not found: {text}");
                assert!(digit_count(&text) < 4 && !text.contains("contoh"), "{contact} left {text}");
                assert_eq!(contacts(&text), 0, "{text}");
            }
        }
    }

    #[test]
    fn numbers_and_signs_of_everyday_advertisements_are_no_contacts() {
        for text in [
            "UI/UX @ Jakarta",
            "Barista @ Senopati",
            "Sales @Jakarta Selatan",
            "2 orang @shift pagi",
            "Harga @ Rp15.000",
            "5 unit @ 20 kg",
            "Gaji Rp 4.500.000,- s.d. Rp 6.000.000,-",
            "Gaji 4,5 - 6 juta",
            "Upah harian 150.000 / 8 jam",
            "Rp8.123.456.789",
            "IDR 8,000,000 - 10,000,000",
            "Tanggal 08/12/2025 - 08/01/2026",
            "08-12-2025 s/d 12-12-2025",
            "Pukul 08.00 - 17.00, 08:30 - 16:30",
            "08.00/12.00/17.00 WIB",
            "delapan jam sehari, enam hari seminggu",
            "satu dua tiga empat lima",
            "nol persen potongan, delapan jam kerja",
            "minimal satu tahun, dua orang, tiga posisi, empat cabang",
            "UU No. 13 Tahun 2003 dan UU 6/2023",
            "Perpres 57/2023, PP 35/2021, Permenaker 18/2024",
            "KBLI 47111, 47112 dan 47191",
            "KBJI 8322.01",
            "Kode pos 40123",
            "Jl. Raya Bogor KM 28,5 No. 81",
            "Blok O8 No. 12",
            "Gedung B8 lantai 12",
            "Ruko B8-12 sampai B8-15",
            "Mesin CNC Fanuc Oi-MF 8055",
            "Printer Epson L8180, L3210",
            "Toyota Hino 500 FM 260 JD",
            "PLC Siemens S7-1200/1500",
            "ABB 800xA dan PCS7",
            "SNI 8153:2015",
            "ISO 27001:2022",
            "Kuota 081 orang",
            "SIM B1/B2 dan SIO",
            "24/7 support",
            "IPK 3.00/4.00",
            "Windows 10/11, Office 2016/2019/2021",
            "Node.js, Vue.js, ASP.NET",
            "Line: produksi dan pengemasan",
            "Line Leader: mengatur 8 orang",
            "Konten Instagram: feed, story dan reels",
            "Facebook: mengelola halaman",
            "big: data besar",
            "bekerja at our office",
            "work at home or at office. Semua bisa",
            "meeting at 8.30, training at 13.00",
            "apply at once. Information on site",
            "Berkas (a) KTP (b) ijazah",
            "Menguasai C++, C# dan T-SQL",
            "s.d. 31 Desember 2026",
            "skala 1:1000, 1:5000",
            "No. SK 812/345/HK/2024",
            "Rp 8.500.000/bulan + bonus 10%",
        ] {
            let (clean, changes) = paragraphs(text);
            assert_eq!(changes.contacts(), 0, "{text} → {clean}");
        }
    }

    #[test]
    fn a_number_after_a_word_for_calling_is_a_contact() {
        for (text, expected) in [
            ("WA: 8123456789", "WA: [kontak dihapus]"),
            ("hubungi 5551234", "hubungi [kontak dihapus]"),
            ("Call center 1500 123 4", "Call center [kontak dihapus]"),
            ("WA 081234567890 2 orang", "WA [kontak dihapus] 2 orang"),
            ("HP/WA 0812-3456-7890 atau 0813-4567-8901.", "HP/WA [kontak dihapus] atau [kontak dihapus]."),
        ] {
            assert_eq!(paragraphs(text).0, expected);
        }
    }

    #[test]
    fn wages_years_quantities_times_and_laws_stay() {
        for text in [
            "Gaji Rp4.500.000 per bulan",
            "Gaji Rp 4.500.000 - Rp 5.000.000",
            "Gaji Rp\u{a0}4,500,000",
            "Gaji 4500000-5500000",
            "Omzet Rp 81.234.567.890",
            "Rp62.812.345.678",
            "Rp. 081.234.567",
            "periode 2024-2025",
            "tahun ajaran 2024/2025 dan 2025/2026",
            "UU 13/2003 dan PP 36/2021",
            "Permenaker No. 5 Tahun 2024",
            "SE M/6/HK.04/V/2025",
            "Jam kerja 08.00-17.00 WIB",
            "08.15 - 17.00 08.30 - 12.00",
            "Shift 1: 07.00 - 15.00, shift 2: 15.00 - 23.00",
            "Usia 18-35 tahun, tinggi 160-170 cm",
            "Kuota 1.000.000 unit per 12 bulan",
            "12.000 - 15.000 pcs, 24 jam, 7 hari",
            "IPK 3.00 (skala 4.00)",
            "tanggal 02-09-2025 s.d. 05-09-2025",
            "KBLI 47111 dan KBJI 7212.02",
            "ISO 9001:2015, ISO 14001:2015, ISO 45001:2018",
            "Kode pos 12930, RT.7/RW.3",
            "target call 100.000.000 per bulan",
            "hubungi kami untuk kontrak 2024-2025",
            "telepon pelanggan, target Rp 150.000.000",
            "Menguasai ASP.NET/C# dan Node.js/React.js",
            "Pendidikan D3/S1/S2, SIM A/B1",
            "Daftar di https://karirhub.kemnaker.go.id/lowongan",
            "email dan telepon pelanggan dicatat",
            "2 orang @ 1 shift",
            "kapasitas 0.25 - 0.50 ton",
        ] {
            let (clean, changes) = paragraphs(text);
            assert_eq!(changes.contacts(), 0, "{text} → {clean}");
            assert_eq!(clean, text.replace('\u{a0}', " "));
        }
    }

    #[test]
    fn a_title_loses_its_contact_and_the_crumbs_around_it() {
        for (title, expected) in [
            ("Admin Gudang (WA 0812-3456-7890)", "Admin Gudang"),
            ("Admin Gudang - Hub: 081234567890", "Admin Gudang"),
            ("Kasir | hrd@contoh.com", "Kasir"),
            ("Staf IT/Programmer", "Staf IT/Programmer"),
            ("Operator\u{200b}  Forklift", "Operator Forklift"),
            ("R&amp;D <b>Staff</b>", "R&D Staff"),
        ] {
            assert_eq!(line(title).0, expected);
        }
    }

    #[test]
    fn html_becomes_paragraphs_and_list_items() {
        let html = "<p class=\"x\"><strong>Tugas:</strong></p><ul><li>Satu &amp; dua</li><li><p>Tiga</p></li></ul><p><br></p>\
                    <p>&bull; Empat<br />&bull; Lima</p><script>alert(1)</script>";
        let (text, changes) = paragraphs(html);
        assert!(changes.html);
        assert_eq!(text, "Tugas:\n- Satu & dua\n- Tiga\n- Empat\n- Lima");
    }

    #[test]
    fn no_tag_survives_however_often_it_was_encoded() {
        for html in [
            "&lt;p&gt;isi&lt;/p&gt;",
            "&amp;lt;p&amp;gt;isi&amp;lt;/p&amp;gt;",
            "isi<img src=x onerror=alert(1)",
            "<p>isi</p",
            "<!-- x --><div>isi</div>",
        ] {
            let (text, changes) = paragraphs(html);
            assert!(changes.html, "{html}");
            assert_eq!(text, "isi", "{html}");
        }
    }

    #[test]
    fn plain_text_with_entities_keeps_its_lines() {
        assert_eq!(paragraphs("&quot;Satu\n* Dua\n\n-Tiga\n---\n1. Empat").0, "\"Satu\n- Dua\n- Tiga\n1. Empat");
        assert_eq!(paragraphs("usia < 30 tahun & sehat").0, "usia < 30 tahun & sehat");
        assert!(!paragraphs("usia < 30 tahun & sehat").1.html);
    }

    #[test]
    fn deep_nesting_does_not_break_the_reader() {
        for depth in [MOST_TAGS, 200_000] {
            let html = "<div>".repeat(depth) + "isi";
            assert_eq!(paragraphs(&html).0, "isi");
        }
    }
}
