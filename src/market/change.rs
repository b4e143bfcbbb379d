//! What a change of one's own opens: people wanted in the vacancies that suit, before it and after it.

use serde::{Deserialize, Serialize};

use super::words::count;
use super::{Asked, ChartData, ChartKind, Counted, Form, Row, Unit};
use crate::record::code::Lang;

/// A change, and the people wanted in the vacancies that are "almost" or better.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// The change in the visitor's words.
    pub label: String,
    /// As things stand.
    pub before: u64,
    /// With the change, all of it counted anew.
    pub after: u64,
}

/// Two bars a change, in the order given. `before` is the same for all of them: that of one person.
#[must_use]
pub fn change(changes: &[Change], lang: Lang) -> ChartData {
    let asked = Asked {
        kind: ChartKind::Change,
        lang,
        filters: <_>::default(),
        counted: Counted::Openings,
        today: 0,
        wish: None,
    };
    let title = ("Berapa banyak yang terbuka sesudah satu perubahan?", "How much opens with one change?");
    let mut data = asked.chart(Form::Pairs, Unit::Count, title, ("Perubahan", "Change"));
    data.series = vec![asked.series("before", ("Sekarang", "Now")), asked.series("after", ("Sesudahnya", "After it"))];
    for Change { label, before, after } in changes {
        let more = after.saturating_sub(*before);
        let remark = asked.say(("bertambah {0}", "{0} more"), &[&count(more, lang)]);
        data.rows.push(Row {
            key: label.clone(),
            label: label.clone(),
            values: vec![Some(*before), Some(*after)],
            share: None,
            n: None,
            remark: Some(remark),
        });
    }
    if let Some(most) = changes.iter().reduce(|most, one| if one.after > most.after { one } else { most }) {
        data.sentence = asked.say(
            (
                "Sekarang {0} orang dicari pada lowongan yang cocok atau hampir cocok; dengan “{1}” {2}.",
                "Now {0} people are wanted in vacancies that suit or almost suit; with “{1}” {2}.",
            ),
            &[&count(most.before, lang), &most.label, &count(most.after, lang)],
        );
    }
    data.note = asked.say(
        (
            "Setiap perubahan dihitung ulang untuk semua lowongan yang ditemukan, masing-masing tersendiri. Ini bukan janji diterima.",
            "Each change is counted anew over all vacancies found, by itself. It promises nobody a job.",
        ),
        &[],
    );
    data
}
