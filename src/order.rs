//! Sorting in few bytes: the browser sorts many kinds of short lists, and each kind that the
//! standard library sorts costs it several kilobytes of program.

use std::cmp::Ordering;

/// Sorts by heap, not stably: `compare` should tell all items apart. Slower than the standard
/// library's by half or so; for what a screen or a query lists.
pub fn sort_by<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    heap(items.len(), &mut |a, b, swap| {
        if swap {
            items.swap(a, b);
            return false;
        }
        compare(&items[a], &items[b]) == Ordering::Less
    });
}

/// The first `most` items in the order of `compare`, which should tell all items apart.
pub fn first_by<T>(mut items: Vec<T>, most: usize, mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<T> {
    const FEW: usize = 64;
    if most >= items.len() || most > FEW {
        sort_by(&mut items, compare);
        items.truncate(most);
        return items;
    }
    let mut first: Vec<T> = Vec::with_capacity(most + 1);
    for item in items {
        let late = first.last().is_some_and(|last| compare(last, &item) != Ordering::Greater);
        if late && first.len() == most {
            continue;
        }
        let at = first.partition_point(|known| compare(known, &item) == Ordering::Less);
        first.insert(at, item);
        first.truncate(most);
    }
    first
}

/// One copy for all kinds of items: `step(a, b, false)` tells whether item a comes before item b,
/// `step(a, b, true)` swaps them.
fn heap(len: usize, step: &mut dyn FnMut(usize, usize, bool) -> bool) {
    let sift = |mut parent: usize, end: usize, step: &mut dyn FnMut(usize, usize, bool) -> bool| {
        loop {
            let mut child = 2 * parent + 1;
            if child >= end {
                break;
            }
            if child + 1 < end && step(child, child + 1, false) {
                child += 1;
            }
            if !step(parent, child, false) {
                break;
            }
            step(parent, child, true);
            parent = child;
        }
    };
    (0..len / 2).rev().for_each(|parent| sift(parent, len, step));
    for end in (1..len).rev() {
        step(0, end, true);
        sift(0, end, step);
    }
}

#[cfg(all(test, feature = "cli"))]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn lists_come_out_as_the_standard_library_sorts_them(items in prop::collection::vec(any::<(u8, u16)>(), 0..200), most in 0usize..100) {
            let mut expected = items.clone();
            expected.sort_unstable();
            let mut sorted = items.clone();
            sort_by(&mut sorted, Ord::cmp);
            prop_assert_eq!(&sorted, &expected);
            expected.truncate(most);
            prop_assert_eq!(first_by(items, most, Ord::cmp), expected);
        }
    }
}
