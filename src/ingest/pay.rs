//! Pay as advertisements word it ("Rp 3,5 – 4 juta/bulan", "800rb sehari") in rupiah a month.
//!
//! A text is read only where every word of it is understood and its numbers make one amount or
//! one range. Anything else is not stated, with the reason: nothing is guessed. What is converted
//! to a month keeps the unit it was stated in.

use crate::record::{Pay, PayUnit};

/// What a text says of pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stated {
    /// An amount or a range, IDR a month. Of "minimal" only the least is stated, of "maksimal"
    /// only the most, of a single amount both.
    Monthly(Pay),
    /// No pay that may be shown, and why.
    NotStated(Why),
}

/// Why a text states no pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Nothing is there.
    Empty,
    /// The amount is 0.
    Zero,
    /// It names the minimum wage (UMR, UMK, UMP) instead of an amount.
    MinimumWage,
    /// It has words only ("kompetitif", "nego").
    NoAmount,
    /// It says that pay is confidential.
    Hidden,
    /// The currency is not the rupiah.
    Foreign,
    /// Its words or numbers do not make one amount or one range.
    Unclear,
}

impl Why {
    /// The name under which the report counts this; an empty cell is not counted.
    #[must_use]
    pub fn gate(self) -> Option<&'static str> {
        Some(match self {
            Self::Empty => return None,
            Self::Zero => "pay_text_zero",
            Self::MinimumWage => "pay_text_minimum_wage",
            Self::NoAmount => "pay_text_no_amount",
            Self::Hidden => "pay_text_hidden",
            Self::Foreign => "pay_text_foreign",
            Self::Unclear => "pay_text_unclear",
        })
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    Number { value: f64, grouped: bool },
    BadNumber,
    Word(String),
    Sign(char),
}

/// What stands before an amount.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mark {
    None,
    Least,
    Most,
    Range,
}

struct Amount {
    mark: Mark,
    value: f64,
    grouped: bool,
    scaled: bool,
}

/// Reads a text that speaks of pay. `unit` holds where the text names none.
#[must_use]
pub fn read(text: &str, unit: PayUnit) -> Stated {
    match understand(text, unit) {
        Ok(pay) => Stated::Monthly(pay),
        Err(why) => Stated::NotStated(why),
    }
}

fn understand(text: &str, unit: PayUnit) -> Result<Pay, Why> {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return Err(Why::Empty);
    }
    let words =
        || tokens.iter().filter_map(|token| if let Token::Word(word) = token { Some(word.as_str()) } else { None });
    if words().any(|word| HIDDEN.contains(&word)) {
        return Err(Why::Hidden);
    }
    if words().any(|word| MINIMUM_WAGE.contains(&word)) {
        return Err(Why::MinimumWage);
    }
    if words().any(|word| FOREIGN.contains(&word))
        || tokens.iter().any(|token| matches!(token, Token::Sign('$' | '€' | '£' | '¥')))
    {
        return Err(Why::Foreign);
    }
    if !tokens.iter().any(|token| matches!(token, Token::Number { .. } | Token::BadNumber)) {
        return Err(if words().next().is_some() { Why::NoAmount } else { Why::Empty });
    }
    let (amounts, stated) = amounts(&tokens)?;
    monthly(amounts, stated.unwrap_or(unit))
}

const HIDDEN: [&str; 8] =
    ["dirahasiakan", "rahasia", "confidential", "disembunyikan", "hidden", "ditampilkan", "undisclosed", "disclosed"];
const MINIMUM_WAGE: [&str; 8] = ["umr", "umk", "ump", "umkm", "umsk", "umsp", "umd", "umkab"];
const FOREIGN: [&str; 36] = [
    "usd", "us", "sgd", "myr", "rm", "eur", "euro", "jpy", "yen", "aud", "krw", "won", "ntd", "twd", "sar", "hkd",
    "gbp", "ringgit", "dollar", "dolar", "dollars", "riyal", "real", "cny", "rmb", "yuan", "aed", "dirham", "thb",
    "baht", "chf", "bnd", "qar", "kwd", "php", "inr",
];
/// Words that change nothing about the amount.
const FILLERS: [&str; 49] = [
    "rp",
    "idr",
    "rupiah",
    "gaji",
    "gajinya",
    "upah",
    "pay",
    "salary",
    "wage",
    "pokok",
    "basic",
    "base",
    "gross",
    "net",
    "nett",
    "netto",
    "bruto",
    "kotor",
    "bersih",
    "take",
    "home",
    "thp",
    "kisaran",
    "range",
    "sebesar",
    "nego",
    "negosiasi",
    "negotiable",
    "dinegosiasikan",
    "bisa",
    "kompetitif",
    "competitive",
    "menarik",
    "dengan",
    "di",
    "ke",
    "lebih",
    "the",
    "of",
    "is",
    "total",
    "penghasilan",
    "pendapatan",
    "income",
    "tetap",
    "fixed",
    "honor",
    "honorarium",
    "imbalan",
];
/// What comes on top of the amount, where it stands after it.
const EXTRAS: [&str; 24] = [
    "bonus",
    "insentif",
    "incentive",
    "tunjangan",
    "komisi",
    "commission",
    "uang",
    "makan",
    "transport",
    "transportasi",
    "lembur",
    "lemburan",
    "bpjs",
    "thr",
    "fasilitas",
    "benefit",
    "allowance",
    "plus",
    "dan",
    "and",
    "mess",
    "kesehatan",
    "lainnya",
    "dll",
];

/// The amounts of a text with what stands before each, and the unit it names.
fn amounts(tokens: &[Token]) -> Result<(Vec<Amount>, Option<PayUnit>), Why> {
    let mut amounts: Vec<Amount> = Vec::new();
    let mut stated: Option<PayUnit> = None;
    let mut mark = Mark::None;
    let (mut between, mut extra, mut plus) = (false, false, false);
    let mut at = 0;
    let word = |at: usize| match tokens.get(at) {
        Some(Token::Word(word)) => word.as_str(),
        _ => "",
    };
    let mut state = |unit: PayUnit| {
        if stated.is_none_or(|other| other == unit) {
            stated = Some(unit);
            Ok(())
        } else {
            Err(Why::Unclear)
        }
    };
    while at < tokens.len() {
        let before = at;
        at += 1;
        match &tokens[before] {
            Token::BadNumber => return Err(Why::Unclear),
            Token::Number { value, grouped } => {
                if extra || amounts.len() == 2 {
                    return Err(Why::Unclear);
                }
                let (mut value, mut scaled) = (*value, false);
                if let Some(scale) = scale(word(at)) {
                    // "3.500 juta" is 3.5 million in one reading and billions in the other.
                    if *grouped && scale > 1e3 {
                        return Err(Why::Unclear);
                    }
                    (value, scaled) = (value * scale, true);
                    at += 1;
                }
                amounts.push(Amount { mark, value, grouped: *grouped, scaled });
                mark = Mark::None;
            }
            Token::Sign('-' | '~') => mark = Mark::Range,
            Token::Sign('>' | '≥') => mark = Mark::Least,
            Token::Sign('<' | '≤') => mark = Mark::Most,
            Token::Sign('+') => plus = true,
            Token::Sign('/') => {
                if let Some(unit) = unit_of(word(at)) {
                    state(unit)?;
                    at += 1;
                }
            }
            Token::Sign(_) => return Err(Why::Unclear),
            Token::Word(found) => match found.as_str() {
                "per" | "a" | "se" | "tiap" | "setiap" | "each" => {
                    state(unit_of(word(at)).ok_or(Why::Unclear)?)?;
                    at += 1;
                }
                "s" if tokens.get(at) == Some(&Token::Sign('/')) && word(at + 1) == "d" => {
                    mark = Mark::Range;
                    at += 2;
                }
                "s" if word(at) == "d" => {
                    mark = Mark::Range;
                    at += 1;
                }
                "sd" | "sampai" | "sampe" | "hingga" | "until" | "till" => mark = Mark::Range,
                "to" => {
                    if mark != Mark::Most {
                        mark = Mark::Range;
                    }
                }
                "antara" | "between" => between = true,
                "dan" | "and" if between && amounts.len() == 1 => mark = Mark::Range,
                "mulai" | "minimal" | "minimum" | "min" | "start" | "starting" | "above" | "diatas" | "keatas" => {
                    mark = Mark::Least;
                }
                "dari" | "from" | "than" => {
                    if mark == Mark::None {
                        mark = Mark::Least;
                    }
                }
                "di" | "ke" if word(at) == "atas" => {
                    mark = Mark::Least;
                    at += 1;
                }
                "di" if word(at) == "bawah" => {
                    mark = Mark::Most;
                    at += 1;
                }
                "maksimal" | "maksimum" | "maks" | "max" | "maximum" | "upto" | "up" | "kurang" | "dibawah"
                | "below" => {
                    mark = Mark::Most;
                }
                own if adverb(own).is_some() => state(adverb(own).unwrap_or_default())?,
                own if FILLERS.contains(&own) => {}
                own if EXTRAS.contains(&own)
                    && amounts.iter().any(|amount| amount.value > 0.0)
                    && mark == Mark::None =>
                {
                    extra = true;
                }
                _ => return Err(Why::Unclear),
            },
        }
    }
    // "5 juta ke atas", "5jt+", "5 juta up".
    if let [only] = &mut amounts[..]
        && only.mark == Mark::None
    {
        match mark {
            Mark::Least => (only.mark, mark) = (Mark::Least, Mark::None),
            Mark::Most if word(tokens.len() - 1) == "up" => (only.mark, mark) = (Mark::Least, Mark::None),
            _ if plus && !extra => only.mark = Mark::Least,
            _ => {}
        }
    }
    if mark == Mark::None { Ok((amounts, stated)) } else { Err(Why::Unclear) }
}

fn monthly(mut amounts: Vec<Amount>, unit: PayUnit) -> Result<Pay, Why> {
    // "3 – 5 juta": the unit goes to both.
    if let [first, second] = &mut amounts[..] {
        inherit(first, second)?;
        inherit(second, first)?;
    }
    if amounts.iter().any(|amount| amount.value > 0.0 && amount.value < 1e3) {
        return Err(Why::Unclear);
    }
    if amounts.iter().all(|amount| amount.value == 0.0) {
        return Err(Why::Zero);
    }
    let month = |amount: &Amount| match unit.monthly(amount.value) {
        None => Err(Why::Unclear),
        Some(0) if amount.value > 0.0 => Err(Why::Unclear),
        Some(month) => Ok(Some(month).filter(|month| *month > 0)),
    };
    let (min_value, max_value) = match &amounts[..] {
        [only] => match only.mark {
            Mark::None => (month(only)?, month(only)?),
            Mark::Least => (month(only)?, None),
            Mark::Most | Mark::Range => (None, month(only)?),
        },
        [first, second] => match (first.mark, second.mark) {
            (Mark::None | Mark::Least, Mark::Range) | (Mark::Least, Mark::Most) => (month(first)?, month(second)?),
            _ => return Err(Why::Unclear),
        },
        _ => return Err(Why::Unclear),
    };
    Ok(Pay { min_value, max_value, stated_per: unit })
}

/// Gives a bare amount the scale of the other one, where only that makes a range.
fn inherit(bare: &mut Amount, other: &Amount) -> Result<(), Why> {
    if bare.scaled || !other.scaled || bare.value == 0.0 || bare.value >= 1e5 {
        return Ok(());
    }
    if bare.grouped || bare.value >= 1e3 {
        return Err(Why::Unclear);
    }
    bare.value *= if other.value >= 1e6 { 1e6 } else { 1e3 };
    bare.scaled = true;
    Ok(())
}

fn scale(word: &str) -> Option<f64> {
    match word {
        "ribu" | "rb" | "k" | "thousand" => Some(1e3),
        "juta" | "jt" | "million" => Some(1e6),
        _ => None,
    }
}

/// A unit of time after "per" or "/".
fn unit_of(word: &str) -> Option<PayUnit> {
    Some(match word {
        "bulan" | "bln" | "bl" | "month" | "mo" | "mth" => PayUnit::Month,
        "hari" | "hr" | "day" => PayUnit::Day,
        "jam" | "hour" | "h" => PayUnit::Hour,
        "minggu" | "mgg" | "pekan" | "week" | "wk" => PayUnit::Week,
        "tahun" | "thn" | "th" | "year" | "annum" | "yr" => PayUnit::Year,
        _ => return None,
    })
}

/// A unit of time in one word ("perbulan", "sehari", "monthly").
fn adverb(word: &str) -> Option<PayUnit> {
    Some(match word {
        "bulanan" | "monthly" => PayUnit::Month,
        "harian" | "daily" => PayUnit::Day,
        "hourly" => PayUnit::Hour,
        "mingguan" | "weekly" => PayUnit::Week,
        "tahunan" | "yearly" | "annual" | "annually" => PayUnit::Year,
        _ => return word.strip_prefix("per").or_else(|| word.strip_prefix("se")).and_then(unit_of),
    })
}

fn tokens(text: &str) -> Vec<Token> {
    let chars: Vec<char> = text.chars().map(plain).flat_map(char::to_lowercase).collect();
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_ascii_digit() {
            let (end, token) = number(&chars, at);
            tokens.push(token);
            at = after_dash(&chars, end);
        } else if c.is_alphabetic() {
            let end = chars[at..].iter().position(|c| !c.is_alphabetic()).map_or(chars.len(), |length| at + length);
            tokens.push(Token::Word(chars[at..end].iter().collect()));
            at = end;
        } else {
            if "-~></≥≤+$€£¥±%".contains(c) || c.is_numeric() {
                tokens.push(Token::Sign(c));
            }
            at += 1;
        }
    }
    tokens
}

/// Full-width forms, dashes and spaces of every kind as their plain ones.
fn plain(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// "5.000.000,-": the dash that closes an amount is no range.
fn after_dash(chars: &[char], at: usize) -> usize {
    let mut end = at;
    if matches!(chars.get(end), Some('.' | ',')) {
        end += 1;
        while chars.get(end) == Some(&'-') {
            end += 1;
        }
        if end > at + 1 {
            return end;
        }
    }
    at
}

fn number(chars: &[char], start: usize) -> (usize, Token) {
    let digit = |at: usize| chars.get(at).is_some_and(char::is_ascii_digit);
    let run = |from: usize| (from..).take_while(|at| digit(*at)).count();
    let mut end = start + run(start);
    let mut groups = vec![chars[start..end].iter().collect::<String>()];
    let mut separators = Vec::new();
    while let Some(&sign) = chars.get(end)
        && ".,' ".contains(sign)
        && digit(end + 1)
    {
        let length = run(end + 1);
        if sign == ' ' && (length != 3 || groups[0].len() > 3 || separators.iter().any(|other| *other != ' ')) {
            break;
        }
        groups.push(chars[end + 1..end + 1 + length].iter().collect());
        separators.push(sign);
        end += 1 + length;
    }
    (end, value(&groups, &separators).unwrap_or(Token::BadNumber))
}

/// The value of digits in groups: thousands by "." or "," (or "'" or a space), decimals by the other.
fn value(groups: &[String], separators: &[char]) -> Option<Token> {
    let last = groups.last()?;
    let thousands = |groups: &[String]| {
        (1..=3).contains(&groups[0].len())
            && !groups[0].starts_with('0')
            && groups[1..].iter().all(|group| group.len() == 3)
    };
    let (whole, fraction, grouped) = match separators {
        [] => (groups, "", false),
        [one] if last.len() != 3 && *one != ' ' && *one != '\'' => (&groups[..1], last.as_str(), false),
        [head @ .., tail] => {
            let same = head.windows(2).all(|pair| pair[0] == pair[1]);
            let front = &groups[..groups.len() - 1];
            if same && head.iter().all(|sign| sign == tail) && thousands(groups) {
                (groups, "", true)
            } else if same && last.len() <= 2 && thousands(front) && ".,".contains(*tail) {
                (front, last.as_str(), true)
            } else {
                return None;
            }
        }
    };
    if fraction.len() > 2 {
        return None;
    }
    let value = format!("{}.{fraction}0", whole.concat()).parse().ok()?;
    Some(Token::Number { value, grouped })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Text, least, most; in months unless the unit says otherwise.
    const STATED: &[(&str, Option<u32>, Option<u32>, PayUnit)] = {
        use PayUnit::{Day, Hour, Month, Week, Year};
        &[
            ("Rp 5.000.000", Some(5_000_000), Some(5_000_000), Month),
            ("Rp\u{a0}5.000.000", Some(5_000_000), Some(5_000_000), Month),
            ("Rp5,000,000", Some(5_000_000), Some(5_000_000), Month),
            ("Rp. 5.000.000,-", Some(5_000_000), Some(5_000_000), Month),
            ("Rp.5.000.000.-", Some(5_000_000), Some(5_000_000), Month),
            ("Rp 5.000.000,00", Some(5_000_000), Some(5_000_000), Month),
            ("IDR 4,500,000.00", Some(4_500_000), Some(4_500_000), Month),
            ("Rp 3.500.000.00", Some(3_500_000), Some(3_500_000), Month),
            ("IDR 4500000", Some(4_500_000), Some(4_500_000), Month),
            ("4500000.0", Some(4_500_000), Some(4_500_000), Month),
            ("Rp 3 500 000", Some(3_500_000), Some(3_500_000), Month),
            ("Ｒｐ　３．５００．０００", Some(3_500_000), Some(3_500_000), Month),
            ("Rp 3.500.000 - Rp 5.000.000", Some(3_500_000), Some(5_000_000), Month),
            ("Rp 3.500.000 – Rp 5.000.000", Some(3_500_000), Some(5_000_000), Month),
            ("Rp 3.500.000,- s/d Rp 5.000.000,-", Some(3_500_000), Some(5_000_000), Month),
            ("3.500.000 s.d. 5.000.000", Some(3_500_000), Some(5_000_000), Month),
            ("3.500.000 sd 5.000.000", Some(3_500_000), Some(5_000_000), Month),
            ("3.500.000 sampai 5.000.000", Some(3_500_000), Some(5_000_000), Month),
            ("Rp3,5 juta sampai dengan Rp5 juta", Some(3_500_000), Some(5_000_000), Month),
            ("Rp 3 juta hingga 5 juta", Some(3_000_000), Some(5_000_000), Month),
            ("3500000-5000000", Some(3_500_000), Some(5_000_000), Month),
            ("IDR 4,500,000 to 6,000,000", Some(4_500_000), Some(6_000_000), Month),
            ("Rp 4.000.000 ~ Rp 4.500.000", Some(4_000_000), Some(4_500_000), Month),
            ("3,5 juta", Some(3_500_000), Some(3_500_000), Month),
            ("3.5-4 jt", Some(3_500_000), Some(4_000_000), Month),
            ("5jt", Some(5_000_000), Some(5_000_000), Month),
            ("Rp 3 – 5 juta", Some(3_000_000), Some(5_000_000), Month),
            ("3jt-5", Some(3_000_000), Some(5_000_000), Month),
            ("500 ribu - 1 juta", Some(500_000), Some(1_000_000), Month),
            ("900rb – 1,2jt", Some(900_000), Some(1_200_000), Month),
            ("Rp 3.500.000 - 5 juta", Some(3_500_000), Some(5_000_000), Month),
            ("750 - 900 ribu", Some(750_000), Some(900_000), Month),
            ("4500k", Some(4_500_000), Some(4_500_000), Month),
            ("3.500 ribu", Some(3_500_000), Some(3_500_000), Month),
            ("800rb/hari", Some(20_000_000), Some(20_000_000), Day),
            ("Rp 150.000 per hari", Some(3_750_000), Some(3_750_000), Day),
            ("Rp 150.000 perhari", Some(3_750_000), Some(3_750_000), Day),
            ("150rb sehari", Some(3_750_000), Some(3_750_000), Day),
            ("Rp 120.000 - Rp 150.000 / hari", Some(3_000_000), Some(3_750_000), Day),
            ("120rb/hari - 150rb/hari", Some(3_000_000), Some(3_750_000), Day),
            ("Upah harian Rp 130.000", Some(3_250_000), Some(3_250_000), Day),
            ("Rp 25.000/jam", Some(4_325_000), Some(4_325_000), Hour),
            ("Rp 900.000/minggu", Some(3_900_000), Some(3_900_000), Week),
            ("Rp 60.000.000 per tahun", Some(5_000_000), Some(5_000_000), Year),
            ("IDR 120,000,000 per annum", Some(10_000_000), Some(10_000_000), Year),
            ("Rp 5.000.000 / bulan", Some(5_000_000), Some(5_000_000), Month),
            ("Rp 5.000.000 sebulan", Some(5_000_000), Some(5_000_000), Month),
            ("5 juta per bulan gross", Some(5_000_000), Some(5_000_000), Month),
            ("Gaji pokok Rp 4.200.000 (nett)", Some(4_200_000), Some(4_200_000), Month),
            ("Take Home Pay: 4 juta", Some(4_000_000), Some(4_000_000), Month),
            ("Rp 5.000.000 (nego)", Some(5_000_000), Some(5_000_000), Month),
            ("mulai dari Rp 4.000.000", Some(4_000_000), None, Month),
            ("Mulai 4 juta", Some(4_000_000), None, Month),
            ("minimal Rp 4.000.000", Some(4_000_000), None, Month),
            ("di atas 4 juta", Some(4_000_000), None, Month),
            ("> 4 juta", Some(4_000_000), None, Month),
            ("4 juta ke atas", Some(4_000_000), None, Month),
            ("4jt+", Some(4_000_000), None, Month),
            ("maksimal Rp 6.000.000", None, Some(6_000_000), Month),
            ("up to 6 juta", None, Some(6_000_000), Month),
            ("hingga Rp 6.000.000", None, Some(6_000_000), Month),
            ("kurang dari 6 juta", None, Some(6_000_000), Month),
            ("min 3 juta, max 5 juta", Some(3_000_000), Some(5_000_000), Month),
            ("dari 3 sampai 5 juta", Some(3_000_000), Some(5_000_000), Month),
            ("antara 3 dan 5 juta", Some(3_000_000), Some(5_000_000), Month),
            ("Rp 0 - Rp 5.000.000", None, Some(5_000_000), Month),
            ("Rp 4.000.000 + bonus", Some(4_000_000), Some(4_000_000), Month),
            ("Rp 4.000.000 + uang makan dan transport", Some(4_000_000), Some(4_000_000), Month),
            ("Rp 5.000.000 - Rp 3.000.000", Some(5_000_000), Some(3_000_000), Month),
        ]
    };

    const NOT_STATED: &[(&str, Why)] = &[
        ("", Why::Empty),
        (" - ", Why::Empty),
        ("0", Why::Zero),
        ("Rp 0", Why::Zero),
        ("Rp 0 - Rp 0", Why::Zero),
        ("0.00", Why::Zero),
        ("UMR", Why::MinimumWage),
        ("Sesuai UMK Kab. Bekasi", Why::MinimumWage),
        ("UMK - 6 juta", Why::MinimumWage),
        ("kompetitif", Why::NoAmount),
        ("Nego", Why::NoAmount),
        ("Gaji sesuai pengalaman", Why::NoAmount),
        ("Dirahasiakan", Why::Hidden),
        ("Rp 5.000.000 (tidak ditampilkan)", Why::Hidden),
        ("USD 500", Why::Foreign),
        ("$500 - $700", Why::Foreign),
        ("RM 1.500", Why::Foreign),
        ("Rp 5.000.000 (masa percobaan Rp 4.000.000)", Why::Unclear),
        ("3 juta, 4 juta, 5 juta", Why::Unclear),
        ("3 juta 4 juta", Why::Unclear),
        ("Rp 350", Why::Unclear),
        ("3.500 juta", Why::Unclear),
        ("5", Why::Unclear),
        ("3 - 5", Why::Unclear),
        ("3 bulan Rp 4.000.000", Why::Unclear),
        ("Rp 4.000.000 + uang makan 25.000/hari", Why::Unclear),
        ("bonus Rp 500.000", Why::Unclear),
        ("3 jutaan", Why::Unclear),
        ("± 4 juta", Why::Unclear),
        ("sekitar 4 juta", Why::Unclear),
        ("150.000/hari - 4.000.000/bulan", Why::Unclear),
        ("1.500 - 2 juta", Why::Unclear),
        ("1.23.456", Why::Unclear),
        ("1.234,567", Why::Unclear),
        ("Rp 4.000.000 -", Why::Unclear),
        ("10% dari omzet", Why::Unclear),
        ("9999999999999999", Why::Unclear),
        ("1,5 M", Why::Unclear),
        ("½ juta 5", Why::Unclear),
    ];

    #[test]
    fn amounts_and_ranges_are_read_as_rupiah_a_month() {
        for (text, min_value, max_value, stated_per) in STATED {
            let pay = Pay { min_value: *min_value, max_value: *max_value, stated_per: *stated_per };
            assert_eq!(read(text, PayUnit::Month), Stated::Monthly(pay), "{text}");
        }
        assert!(STATED.len() >= 60);
    }

    #[test]
    fn what_is_no_one_amount_or_range_is_not_stated_and_says_why() {
        for (text, why) in NOT_STATED {
            assert_eq!(read(text, PayUnit::Month), Stated::NotStated(*why), "{text}");
        }
    }

    #[test]
    fn a_unit_of_the_column_holds_where_the_text_names_none() {
        let month = |text| match read(text, PayUnit::Day) {
            Stated::Monthly(pay) => (pay.min_value.unwrap(), pay.stated_per),
            Stated::NotStated(why) => panic!("{why:?}"),
        };
        assert_eq!(month("Rp 150.000"), (3_750_000, PayUnit::Day));
        assert_eq!(month("Rp 4.000.000/bulan"), (4_000_000, PayUnit::Month));
    }

    fn grouped(amount: u32, sign: &str) -> String {
        let digits = amount.to_string();
        let groups: Vec<&str> =
            digits.as_bytes().rchunks(3).rev().map(|group| std::str::from_utf8(group).unwrap()).collect();
        groups.join(sign)
    }

    proptest::proptest! {
        #[test]
        fn no_text_makes_the_reader_fail(text in ".*", pieces in "([0-9]{1,4}|[.,' ]|-|s/d|rp|juta|rb|/|hari|per|max|\\+|k){0,12}") {
            let _ = (read(&text, PayUnit::Month), read(&pieces, PayUnit::Hour));
        }

        #[test]
        fn an_amount_written_in_any_usual_way_reads_back(low in 100_000_u32..1_000_000_000, more in 0_u32..1_000_000_000) {
            let high = low + more;
            for sign in [".", ",", "", "'"] {
                let (a, b) = (grouped(low, sign), grouped(high, sign));
                for text in [format!("Rp {a} - Rp {b}"), format!("{a}–{b}"), format!("IDR {a} s/d {b} per bulan"), format!("rp.{a},- hingga rp.{b},-")] {
                    let pay = Pay { min_value: Some(low), max_value: Some(high), stated_per: PayUnit::Month };
                    proptest::prop_assert_eq!(read(&text, PayUnit::Month), Stated::Monthly(pay), "{}", text);
                }
            }
        }
    }
}
