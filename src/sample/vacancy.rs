//! Draws one vacancy after the other.

use super::{
    draw::Draw,
    world::{Employer, Family, Job, Province, World},
};
use crate::record::{
    EducationRequirement, ExperienceRequirement, Inclusion, Limit, LimitKind, Occupation, Organization, Origin, Pay,
    PayUnit, Place, Requirement, RequirementKind as Kind, Source, Vacancy,
    code::{Education, EmploymentType, Lang, Verification, WorkMode},
    day,
};

/// One row in this many goes round the provinces.
const ROUND: u64 = 50;

/// Employers, from the largest, that hire all over the country.
const LARGE: usize = 60;

const SOFT: [&str; 10] = [
    "Komunikasi",
    "Kerja sama tim",
    "Disiplin",
    "Ketelitian",
    "Kejujuran",
    "Manajemen waktu",
    "Kepemimpinan",
    "Inisiatif",
    "Tahan bekerja di bawah tekanan",
    "Tanggung jawab",
];
const STREETS: [&str; 12] = [
    "Merdeka",
    "Sudirman",
    "Ahmad Yani",
    "Diponegoro",
    "Gatot Subroto",
    "Pahlawan",
    "Pemuda",
    "Kartini",
    "Veteran",
    "Raya Industri",
    "Pasar Baru",
    "Gajah Mada",
];
const SUFFIXES: [&str; 3] = ["(Shift)", "- Penempatan Segera", "(Fresh Graduate)"];
const AGES: [&str; 8] = ["18-35", "18-30", "20-40", "-35", "-30", "21-45", "18-", "25-50"];

/// Makes vacancies; each call draws the next.
pub struct Maker<'a> {
    world: &'a World,
    draw: Draw,
    as_of: i32,
}

impl<'a> Maker<'a> {
    pub fn new(world: &'a World, seed: u64, as_of: i32) -> Self {
        Self { world, draw: Draw::new(seed, 2), as_of }
    }

    /// The vacancy of this row, counted from 1.
    pub fn next(&mut self, row: u64) -> Vacancy {
        let world = self.world;
        let (employer, province, regency) = self.place(row);
        let family = self.family(employer);
        let job = self.job(family);
        let employment = self.employment(family, job);
        let mode = self.mode(family);
        let months = if employment == EmploymentType::Internship { 0 } else { *self.draw.pick(&job.months) };
        let title = self.title(job, employment, months);
        let level = self.level(job);
        let fields = self.fields(family, level);
        let requirements = self.requirements(family, job);
        let openings = self.openings(job);
        let (posted, until) = self.dates();
        let regency_name = world.provinces[province].regencies[regency].1.as_str();
        let education =
            Education::new(level).map(|level| EducationRequirement { level, fields, required: self.draw.chance(75) });
        let description = self.description(family, job, &title, regency_name, mode);
        let qualifications = self.qualifications(education.as_ref(), months, &requirements);
        Vacancy {
            id: format!("smp-{row:07}"),
            source: self.source(row, &employer.name),
            also_at: Vec::new(),
            occupational_category: self.occupation(job),
            job_function: self.draw.chance(80).then(|| family.function.clone()),
            hiring_organization: (!self.draw.chance(2))
                .then(|| Organization { name: employer.name.clone(), kind: employer.kind }),
            industry: self.draw.chance(80).then(|| family.industry.clone()),
            job_location: self.locations(province, regency),
            job_location_type: mode,
            employment_type: Some(employment),
            total_job_openings: openings,
            remaining_job_openings: self.draw.chance(40).then(|| self.draw.between(1, openings)),
            base_salary: self.pay(&world.provinces[province], job, employment, months),
            education_requirements: education,
            experience_requirements: (months > 0 || self.draw.chance(50))
                .then_some(ExperienceRequirement { months_of_experience: months }),
            requirements,
            limits: self.limits(),
            inclusion: self.draw.chance(6).then_some(Inclusion { open_to_disability: true }),
            work_hours: self.draw.chance(60).then(|| {
                (*self.draw.pick(&["5 hari/minggu", "6 hari/minggu", "40 jam/minggu", "Sistem shift"])).to_owned()
            }),
            date_posted: Some(day::iso(posted)),
            valid_through: Some(day::iso(until)),
            description: Some(description),
            qualifications: Some(qualifications),
            title,
        }
    }

    fn place(&mut self, row: u64) -> (&'a Employer, usize, usize) {
        let world = self.world;
        let drawn = self.draw.weighted(&world.employer_chances);
        let employer = &world.employers[drawn];
        if row.is_multiple_of(ROUND) {
            let province = (row / ROUND) as usize % world.provinces.len();
            let locals = &world.provinces[province].employers;
            let employer = if locals.is_empty() { employer } else { &world.employers[*self.draw.pick(locals)] };
            return (employer, province, self.draw.weighted(&world.provinces[province].chances));
        }
        let home =
            world.provinces.iter().position(|province| employer.regency.starts_with(&province.code)).unwrap_or(0);
        let at_home = if drawn < LARGE { 50 } else { 88 };
        if self.draw.chance(at_home) {
            let regencies = &world.provinces[home].regencies;
            let at = regencies.iter().position(|(code, _)| *code == employer.regency).unwrap_or(0);
            return (employer, home, at);
        }
        let away =
            if drawn >= LARGE && self.draw.chance(50) { home } else { self.draw.weighted(&world.province_chances) };
        (employer, away, self.draw.weighted(&world.provinces[away].chances))
    }

    fn family(&mut self, employer: &Employer) -> &'a Family {
        let own = &self.world.families[employer.family];
        if self.draw.chance(80) {
            return own;
        }
        let other = &self.world.families[self.draw.weighted(&self.world.family_chances)];
        let support =
            ["administrasi", "keuangan", "sdm", "aman", "bersih", "gudang", "ti"].contains(&other.key.as_str());
        if support { other } else { own }
    }

    fn job(&mut self, family: &'a Family) -> &'a Job {
        let job = self.draw.pick(&family.jobs);
        let rare = job.factor > 180 && job.code.starts_with('1');
        if rare && self.draw.chance(70) { self.draw.pick(&family.jobs) } else { job }
    }

    fn employment(&mut self, family: &Family, job: &Job) -> EmploymentType {
        let simple = job.code.starts_with('9');
        match self.draw.below(100) {
            0..=56 => EmploymentType::FullTime,
            57..=80 => EmploymentType::Contract,
            81..=86 if !job.code.starts_with('1') => EmploymentType::Internship,
            87..=90 => EmploymentType::PartTime,
            91..=96 if simple || family.key == "bangunan" => EmploymentType::Daily,
            97..=99 if ["desain", "pemasaran", "ti", "sales"].contains(&family.key.as_str()) => {
                EmploymentType::Freelance
            }
            _ => EmploymentType::FullTime,
        }
    }

    fn mode(&mut self, family: &Family) -> Option<WorkMode> {
        let desk =
            ["ti", "desain", "pemasaran", "administrasi", "keuangan", "sdm", "hukum"].contains(&family.key.as_str());
        match self.draw.below(100) {
            0..=14 => None,
            15..=24 if desk => Some(WorkMode::Hybrid),
            25..=31 if desk => Some(WorkMode::Remote),
            _ => Some(WorkMode::OnSite),
        }
    }

    fn title(&mut self, job: &Job, employment: EmploymentType, months: u16) -> String {
        let at = if self.draw.chance(50) { 0 } else { self.draw.below(job.titles.len()) };
        let mut title = job.titles[at].clone();
        if months >= 24 && !job.code.starts_with('1') && self.draw.chance(25) {
            title = format!("{title} Senior");
        }
        if employment == EmploymentType::Internship {
            title.push_str(" (Magang)");
        } else if self.draw.chance(18) {
            let suffix = self.draw.pick(&SUFFIXES);
            if !(suffix.contains("Fresh") && months > 0) {
                title = format!("{title} {suffix}");
            }
        }
        title
    }

    fn level(&mut self, job: &Job) -> u8 {
        let [low, high] = job.education;
        if low == high || self.draw.chance(60) {
            return low;
        }
        let drawn = self.draw.between(u32::from(low), u32::from(high)) as u8;
        if drawn == 5 { 6 } else { drawn }
    }

    fn fields(&mut self, family: &Family, level: u8) -> Vec<String> {
        if level < 3 || family.fields.len() < 2 || self.draw.chance(40) {
            return Vec::new();
        }
        let count = self.draw.between(1, 3) as usize;
        self.draw.some(&family.fields, count).into_iter().cloned().collect()
    }

    fn requirements(&mut self, family: &Family, job: &Job) -> Vec<Requirement> {
        let mut out = Vec::new();
        let mut ask = |draw: &mut Draw, kind, words: Vec<&str>, must| {
            for label in words {
                let origin = if draw.chance(70) { Origin::Form } else { Origin::Text };
                out.push(Requirement { kind, label: label.to_owned(), must: draw.chance(must), origin });
            }
        };
        fn few<'w>(draw: &mut Draw, words: &'w [String], least: u32, most: u32) -> Vec<&'w str> {
            let count = draw.between(least, most) as usize;
            draw.some(words, count).into_iter().map(String::as_str).collect()
        }
        let draw = &mut self.draw;
        let skills = few(draw, &family.skills, 1, 4);
        ask(draw, Kind::Skill, skills, 55);
        let tools = few(draw, &family.tools, 0, 2);
        ask(draw, Kind::Tool, tools, 45);
        if draw.chance(22) {
            let certificates = few(draw, &family.certificates, 1, 1);
            ask(draw, Kind::Certificate, certificates, 50);
        }
        let licences = licences(&job.code);
        if licences.is_empty() {
            if draw.chance(20) && !job.code.starts_with(['1', '2']) {
                let generic: Vec<&str> = family
                    .licences
                    .iter()
                    .map(String::as_str)
                    .filter(|name| name.starts_with("SIM "))
                    .take(1)
                    .collect();
                ask(draw, Kind::Licence, generic, 60);
            }
        } else {
            let licence = *draw.pick(licences);
            ask(draw, Kind::Licence, vec![licence], 95);
        }
        if draw.chance(14) {
            let languages = few(draw, &family.languages, 1, 1);
            ask(draw, Kind::Language, languages, 50);
        }
        let soft_count = draw.between(0, 2) as usize;
        let soft = draw.some(&SOFT, soft_count).into_iter().copied().collect();
        ask(draw, Kind::Soft, soft, 30);
        out
    }

    fn openings(&mut self, job: &Job) -> u32 {
        let many = matches!(job.code.as_bytes().first(), Some(b'5' | b'8' | b'9'));
        match self.draw.below(100) {
            0..=59 => 1,
            60..=84 => self.draw.between(2, 5),
            85..=94 => 10,
            _ if many => self.draw.between(2, 20) * 10,
            _ => self.draw.between(3, 8),
        }
    }

    fn dates(&mut self) -> (i32, i32) {
        let ago = self.draw.days(0, 60).min(self.draw.days(0, 60));
        let posted = self.as_of - ago;
        let until =
            if self.draw.chance(3) { self.as_of - self.draw.days(0, ago) } else { self.as_of + self.draw.days(1, 75) };
        (posted, until)
    }

    /// An employer advertises on one portal, so that no two rows are one vacancy.
    fn source(&mut self, row: u64, employer: &str) -> Source {
        // One draw for nothing: what is drawn after it stays what it was.
        self.draw.below(10);
        let (code, verified) = match employer.bytes().map(u64::from).sum::<u64>() % 10 {
            0..=6 => ("sample", 70),
            7..=8 => ("karirhub-sample", 95),
            _ => ("mitra-sample", 40),
        };
        let verification = match self.draw.below(200) {
            0 => Verification::Withdrawn,
            n if n < verified * 2 => Verification::Verified,
            _ => Verification::Unverified,
        };
        let url = self.draw.chance(50).then(|| format!("https://example.invalid/lowongan/smp-{row:07}"));
        Source { code: code.to_owned(), url, verification }
    }

    fn occupation(&mut self, job: &Job) -> Option<Occupation> {
        let (code, reliability) = match self.draw.below(100) {
            0..=49 => (job.code.as_str(), 1000),
            50..=74 => (job.code.as_str(), 700 + self.draw.between(0, 250) as u16),
            75..=84 => (&job.code[..2], 600),
            _ => return None,
        };
        Some(Occupation { code: code.to_owned(), edition: 2014, reliability })
    }

    fn locations(&mut self, province: usize, regency: usize) -> Vec<Place> {
        let world = self.world;
        let home = &world.provinces[province];
        let code = &home.regencies[regency].0;
        let region = match self.draw.below(100) {
            0..=2 => home.code.clone(),
            3..=10 => match world.districts.get(code) {
                Some(districts) if !districts.is_empty() => self.draw.pick(districts).clone(),
                _ => code.clone(),
            },
            _ => code.clone(),
        };
        let street = self.draw.chance(40) && region.len() > 2;
        let address = street.then(|| format!("Jl. {} No. {}", self.draw.pick(&STREETS), self.draw.between(1, 250)));
        let mut places = vec![Place { region, address }];
        if self.draw.chance(4) {
            let (other, _) = &home.regencies[self.draw.weighted(&home.chances)];
            if *other != places[0].region {
                places.push(Place { region: other.clone(), address: None });
            }
        }
        places
    }

    fn pay(&mut self, province: &Province, job: &Job, employment: EmploymentType, months: u16) -> Option<Pay> {
        if self.draw.chance(45) {
            return None;
        }
        let scale = match employment {
            EmploymentType::Internship => 70,
            EmploymentType::PartTime => 60,
            _ => 100 + u64::from(months) / 4,
        };
        let spread = u64::from(self.draw.between(94, 118));
        let least = u64::from(province.minimum_wage) * u64::from(job.factor) * scale * spread / 1_000_000;
        let most = least * u64::from(self.draw.between(100, 135)) / 100;
        let rounded = |pay: u64| u32::try_from((pay + 25_000) / 50_000 * 50_000).ok();
        let stated_per = if employment == EmploymentType::Daily { PayUnit::Day } else { PayUnit::Month };
        let (min_value, max_value) = match self.draw.below(20) {
            0..=2 => (rounded(least), None),
            3 => (None, rounded(most)),
            _ => (rounded(least), rounded(most)),
        };
        Some(Pay { min_value, max_value, stated_per })
    }

    fn limits(&mut self) -> Vec<Limit> {
        let draw = &mut self.draw;
        let mut out = Vec::new();
        let mut add = |kind, value: &str, origin| out.push(Limit { kind, value: value.to_owned(), origin });
        if draw.chance(35) {
            add(LimitKind::Age, draw.pick::<&str>(&AGES), Origin::Form);
        }
        if draw.chance(8) {
            add(LimitKind::Sex, draw.pick::<&str>(&["male", "female"]), Origin::Form);
        }
        if draw.chance(3) {
            add(LimitKind::Marital, "single", Origin::Form);
        }
        if draw.chance(10) {
            add(LimitKind::Physical, "normal", Origin::Form);
        }
        if draw.chance(3) {
            add(LimitKind::Appearance, "berpenampilan menarik", Origin::Text);
        }
        if draw.chance(1) {
            add(LimitKind::Height, "160 cm", Origin::Text);
        }
        out
    }

    fn description(&mut self, family: &Family, job: &Job, title: &str, place: &str, mode: Option<WorkMode>) -> String {
        let mut text = match (mode, self.draw.below(3)) {
            (Some(WorkMode::Remote), _) => format!("{title}, bekerja jarak jauh."),
            (_, 0) => format!("Kami membutuhkan {title} untuk penempatan di {place}."),
            (_, 1) => format!("Dibuka lowongan {title} di {place}."),
            _ => format!("Penempatan: {place}."),
        };
        for duty in &job.duties {
            text.push_str("\n- ");
            text.push_str(duty);
        }
        let count = self.draw.between(1, 3) as usize;
        for duty in self.draw.some(&family.duties, count) {
            text.push_str("\n- ");
            text.push_str(duty);
        }
        text
    }

    fn qualifications(
        &mut self,
        education: Option<&EducationRequirement>,
        months: u16,
        asked: &[Requirement],
    ) -> String {
        let mut lines = Vec::new();
        if let Some(education) = education {
            let fields =
                if education.fields.is_empty() { "semua jurusan".to_owned() } else { education.fields.join(", ") };
            lines.push(format!("- Pendidikan minimal {}, {fields}", education.level.label(Lang::Id)));
        }
        match months {
            0 => lines.push("- Terbuka bagi yang belum berpengalaman".to_owned()),
            months if months % 12 == 0 => lines.push(format!("- Pengalaman minimal {} tahun", months / 12)),
            months => lines.push(format!("- Pengalaman minimal {months} bulan")),
        }
        for item in asked.iter().filter(|item| item.origin == Origin::Text || self.draw.chance(40)) {
            let asked = match item.kind {
                Kind::Licence | Kind::Certificate => format!("memiliki {}", item.label),
                Kind::Soft => format!("memiliki sikap: {}", item.label.to_lowercase()),
                _ if item.label.starts_with("Me") => format!("mampu {}", item.label.to_lowercase()),
                _ => format!("menguasai {}", item.label),
            };
            lines.push(format!("- {} {asked}", if item.must { "Wajib" } else { "Diutamakan" }));
        }
        lines.join("\n")
    }
}

/// Licences without which the occupation may not be done.
fn licences(code: &str) -> &'static [&'static str] {
    match code {
        "8321" => &["SIM C"],
        "8322" => &["SIM A"],
        "8331" => &["SIM B1 Umum"],
        "8332" => &["SIM B1", "SIM B1 Umum", "SIM B2 Umum"],
        "8342" => &["SIO Alat Berat"],
        "8344" => &["SIO Forklift"],
        "5414" => &["KTA Satpam"],
        "2221" | "3221" | "3222" | "3213" | "3212" | "3211" | "2264" | "2265" | "3252" => &["STR"],
        "2211" | "2261" | "2262" => &["STR", "SIP"],
        _ => &[],
    }
}
