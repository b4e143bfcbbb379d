//! The coding of titles, held against titles that people coded. Skipped where the data is absent.
#![cfg(feature = "cli")]
#![allow(missing_docs)]

use padan::ingest::occupation::Coder;
use padan::record::occupation;

/// Titles whose number is odd may be looked at when the list of titles is edited, the others not.
#[test]
fn held_out_titles_are_coded_as_people_coded_them() {
    let path = "../shared/data/training/job_titles_to_kbji.csv";
    let Ok(mut file) = csv::Reader::from_path(path) else {
        println!("skipped: {path} is absent");
        return;
    };
    let coder = Coder::new();
    let labels = occupation::all();
    let (mut ours, mut all) = (0, 0);
    for (half, rest) in [("looked at", 1), ("held out", 0)] {
        let (mut titles, mut sure, mut coded_at_all) = (0, 0, 0);
        let (mut right, mut sure_right) = ([0; 4], [0; 4]);
        for row in csv::Reader::from_path(path).unwrap().records().map(Result::unwrap) {
            let number: u32 = row[0].parse().unwrap();
            let code = row[3].trim().split('.').next().unwrap_or_default().to_owned();
            if number % 2 != rest || code.len() != 4 || !code.bytes().all(|byte| byte.is_ascii_digit()) {
                continue;
            }
            titles += 1;
            all += 1;
            ours += usize::from(labels.iter().any(|label| label.code == code));
            let Some(coded) = coder.code(&row[2]).filter(|coded| coded.confidence >= 450) else { continue };
            coded_at_all += 1;
            let is_sure = coded.confidence >= 700 && coded.code.len() == 4;
            sure += usize::from(is_sure);
            for digits in 1..=coded.code.len() {
                let agrees = coded.code[..digits] == code[..digits];
                right[digits - 1] += usize::from(agrees);
                sure_right[digits - 1] += usize::from(agrees && is_sure);
            }
            if coded.code != code {
                println!("  {half}: {} = {code} by hand, {} by machine ({})", &row[2], coded.code, coded.confidence);
            }
        }
        println!("{half}: {titles} titles, {coded_at_all} coded, {sure} at 700 or more");
        println!("  agreement at 1, 2, 3, 4 digits: {right:?} of {titles}; of the sure ones {sure_right:?} of {sure}");
        if half == "held out" {
            assert!(sure * 2 >= titles, "{sure} of {titles} sure");
            assert!(right[1] * 100 >= titles * 45, "{right:?} of {titles}");
        }
    }
    println!("{ours} of {all} codes by hand are in padan's list");
    assert!(file.headers().is_ok());
}
