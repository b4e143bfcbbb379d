//! Courses that teach what the vacancies ask.

use anyhow::Result;

use super::{Options, draw::Draw, world::World};
use crate::record::{Course, CourseMode, Provider, code::Education, day};

/// Draws the courses of a market, about one for 250 vacancies.
pub fn each(world: &World, options: &Options, mut out: impl FnMut(Course) -> Result<()>) -> Result<()> {
    let mut draw = Draw::new(options.seed, 3);
    for number in 1..=(options.rows / 250).clamp(120, 4_000) {
        let family = &world.families[draw.weighted(&world.family_chances)];
        let province = &world.provinces[draw.weighted(&world.province_chances)];
        let (region, place) = &province.regencies[draw.weighted(&province.chances)];
        let town =
            place.trim_start_matches("Kabupaten ").trim_start_matches("Kota ").trim_start_matches("Administrasi ");
        let kind = *draw.pick(&["BPVP", "BLK", "BLK", "BLKK", "LPK", "LPK", "Satpel"]);
        let wanted = draw.between(2, 4) as usize;
        let mut teaches: Vec<String> = draw.some(&family.skills, wanted).into_iter().cloned().collect();
        let wanted = draw.between(0, 2) as usize;
        teaches.extend(draw.some(&family.tools, wanted).into_iter().cloned());
        teaches.extend(draw.some(&family.certificates, 1).into_iter().cloned());
        let taught = ["SIO Forklift", "SIM A", "SIM B1", "SIM B1 Umum"];
        let licences: Vec<&String> = family.licences.iter().filter(|name| taught.contains(&name.as_str())).collect();
        if family.key == "pengemudi" || family.key == "gudang" {
            teaches.extend(draw.some(&licences, 1).into_iter().map(|name| (*name).clone()));
        }
        if family.key == "aman" {
            teaches.push("KTA Satpam".to_owned());
        }
        let wanted = draw.between(1, 3) as usize;
        let mut occupations: Vec<String> =
            draw.some(&family.jobs, wanted).into_iter().map(|job| job.code.clone()).collect();
        occupations.sort_unstable();
        occupations.dedup();
        let start = options.as_of + draw.days(3, 150);
        let apply_by = start - draw.days(5, 21);
        let free = kind != "LPK" || draw.chance(20);
        out(Course {
            id: format!("pel-{number:05}"),
            name: format!("Pelatihan {}", teaches.first().unwrap_or(&family.course)),
            provider: Provider { name: format!("{kind} Contoh {town}"), kind: kind.to_owned() },
            region: region.clone(),
            field: family.course.clone(),
            occupations,
            teaches,
            education: Education::new(*draw.pick(&[2, 3, 3, 3, 6])),
            hours: *draw.pick(&[40, 80, 120, 160, 240, 320, 480]),
            mode: *draw.pick(&[
                CourseMode::Onsite,
                CourseMode::Onsite,
                CourseMode::Onsite,
                CourseMode::Blended,
                CourseMode::Online,
            ]),
            start_date: day::iso(start),
            apply_by: draw.chance(85).then(|| day::iso(apply_by)),
            places: *draw.pick(&[16, 16, 20, 32]),
            cost: if free { 0 } else { draw.between(5, 60) * 100_000 },
        })?;
    }
    Ok(())
}
