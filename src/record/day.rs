//! Days: ISO 8601 dates as days since 1970-01-01, the form snapshots and queries carry.

use time::{Date, Month};

use super::code::Lang;

const EPOCH: i32 = 2_440_588;

/// Days since 1970-01-01 of an ISO date (`2026-07-01`; a time after it is ignored), if it is one.
#[must_use]
pub fn parse(iso: &str) -> Option<i32> {
    let date = iso.get(..10)?;
    if iso.len() > 10 && !iso[10..].starts_with(['T', ' ']) {
        return None;
    }
    let mut parts = date.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if (year.len(), month.len(), day.len()) != (4, 2, 2) || ![year, month, day].into_iter().all(digits) {
        return None;
    }
    let month = Month::try_from(month.parse::<u8>().ok()?).ok()?;
    Some(Date::from_calendar_date(year.parse().ok()?, month, day.parse().ok()?).ok()?.to_julian_day() - EPOCH)
}

fn date(day: i32) -> Option<Date> {
    Date::from_julian_day(day.checked_add(EPOCH)?).ok()
}

/// The ISO date of a day; empty outside the years -9999 to 9999.
#[must_use]
pub fn iso(day: i32) -> String {
    date(day)
        .map(|date| format!("{:04}-{:02}-{:02}", date.year(), u8::from(date.month()), date.day()))
        .unwrap_or_default()
}

/// The date in words ("24 November 2026").
#[must_use]
pub fn words(day: i32, lang: Lang) -> String {
    const ID: [&str; 12] = [
        "Januari",
        "Februari",
        "Maret",
        "April",
        "Mei",
        "Juni",
        "Juli",
        "Agustus",
        "September",
        "Oktober",
        "November",
        "Desember",
    ];
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let Some(date) = date(day) else { return String::new() };
    let month = usize::from(u8::from(date.month())) - 1;
    format!("{} {} {}", date.day(), lang.pick(ID[month], EN[month]), date.year())
}

/// Today by the system clock, UTC.
#[cfg(feature = "cli")]
#[must_use]
pub fn today() -> i32 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    (now.as_secs() / 86_400) as i32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_turn_into_days_and_back() {
        assert_eq!(parse("1970-01-01"), Some(0));
        assert_eq!(parse("2026-11-24"), Some(20_781));
        assert_eq!(parse("2025-10-23 08:51:19"), parse("2025-10-23"));
        assert_eq!(iso(20_781), "2026-11-24");
        assert_eq!(words(20_781, Lang::Id), "24 November 2026");
        for bad in ["2026-02-30", "2026-2-03", "24-11-2026", "2026-11-24x", "+026-01-01", ""] {
            assert_eq!(parse(bad), None, "{bad}");
        }
    }
}
