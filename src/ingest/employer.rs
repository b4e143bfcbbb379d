//! What kind of body an employer is, told from its name alone.
//!
//! Rules stand in order: the first that fits decides. Where the name does not say, the
//! kind stays open; a wrong label is worse than none.

use std::sync::LazyLock;

use regex::Regex;

use crate::record::code::EmployerKind;

static RULES: LazyLock<[(Regex, EmployerKind); 6]> = LazyLock::new(|| {
    let rule = |pattern: &str, kind| (Regex::new(&format!("(?i){pattern}")).expect("a tested pattern"), kind);
    [
        rule(
            r"^(yayasan|koperasi|perkumpulan|perhimpunan|persyarikatan|lembaga amil|palang merah|ksp\b|kud\b)|\b(muhammadiyah|aisyiyah|pku|yayasan)\b",
            EmployerKind::NonProfit,
        ),
        rule(
            r"\(?\b(persero|perseroda|perumda)\b\)?|^kanwil (bri|bni|btn|pegadaian)\b|^(perum|perusahaan umum|perusahaan daerah|pdam|pd\.? pasar|bumd|bumdes)\b|^(pt\.? |cv\.? )?(bank (negara indonesia|mandiri|rakyat indonesia|tabungan negara|syariah indonesia|pembangunan daerah)|bni|bri|btn|pertamina|perusahaan listrik negara|pln|telekomunikasi (indonesia|selular)|telkom|kereta api indonesia|kai|angkasa pura|pelindo|pelabuhan indonesia|pegadaian|permodalan nasional madani|perkebunan nusantara|pupuk|petrokimia gresik|semen (indonesia|padang|gresik)|kimia farma|bio farma|indofarma|phapros|jasa marga|jasa raharja|taspen|asabri|asuransi kredit indonesia|jaminan kredit indonesia|jamkrindo|garuda indonesia|pelni|damri|perhutani|bulog|pos indonesia|len industri|pal indonesia|pindad|dirgantara indonesia|hutama karya|wijaya karya|waskita karya|adhi karya|brantas abipraya|nindya karya|pembangunan perumahan|aneka tambang|antam|bukit asam|timah|inalum|krakatau steel|surveyor indonesia|sucofindo|superintending company of indonesia|biro klasifikasi indonesia|transportasi jakarta|mass rapid transit jakarta|jakarta propertindo|pembangunan jaya ancol|industri kereta api|percetakan uang)\b",
            EmployerKind::StateEnterprise,
        ),
        rule(r"^badan (hukum|usaha)\b.*\brs\b|^badan hukum\b", EmployerKind::NonProfit),
        rule(
            r"^(?:(kementerian|kementrian|kemenko|dinas|badan|balai|bbpvp|bpvp|bpsdm|direktorat|ditjen|sekretariat|inspektorat|deputi|pemerintah|pemkab|pemkot|pemprov|pemda|kantor (pencarian|wilayah|regional|imigrasi|pelayanan|kementerian|pertanahan|kecamatan|desa|bea)|kanwil|kanim|rudenim|bapas|satpel|loka|bpjs|biro (biro|umum|hubungan|komunikasi|perencanaan|sdm|hukum|keuangan|organisasi|kepegawaian)|stasiun (pengawasan|karantina|meteorologi|klimatologi|geofisika)|pelabuhan perikanan|pusat (pengembangan|pengendalian|penelitian|pembelajaran|survey|survei|data|pendidikan dan pelatihan)|rumah sakit pengayoman|lembaga (pemasyarakatan|pembinaan|penjaminan|layanan|ketahanan|administrasi)|lapas|rutan|rumah tahanan|rsud|rsup|rumah sakit umum (daerah|pusat)|rumah sakit (jiwa daerah|bhayangkara|tentara)|pusat kesehatan masyarakat|puskesmas|uptd?|upt\b|bps\b|bpk\b|bpkp\b|bkn\b|bkkbn\b|bnn\b|bmkg\b|brin\b|anri\b|lan\b|kpu\b|bawaslu|polri|kepolisian|polda|polres|tni\b|kejaksaan|pengadilan|mahkamah|komisi (pemberantasan|pemilihan|yudisial|nasional|informasi|penyiaran)|ombudsman|arsip nasional|perpustakaan nasional|kecamatan|kelurahan|desa|nagari|universitas (negeri|islam negeri|terbuka)|institut (seni indonesia|agama islam negeri|teknologi bandung|teknologi sepuluh nopember|pertanian bogor)|politeknik (negeri|kesehatan|ketenagakerjaan)|sekolah tinggi .*negeri|(sd|smp|sma|smk|mi|mts|ma)n?\b.*\bnegeri\b|(sd|smp|sma|smk)n)\b|.*\b(kementerian|ditjen|pemerintah (kota|kabupaten|provinsi|daerah))\b)",
            EmployerKind::Government,
        ),
        rule(
            r"^(pt|cv|ud|pd|fa|firma|toko|tb)\b\.?|\b(tbk|pt|cv)\b\.?,?\s*(\(.*\))?$|,\s*(pt|cv)\b",
            EmployerKind::Company,
        ),
        rule(
            r"^(universitas|institut|politeknik|stikes|sekolah tinggi|akademi) (kristen|katolik|islam|nahdlatul|pgri|budi|bina|trisakti|mercu|tarumanagara)\b|^(lsm|ormas|masjid|gereja|pondok pesantren|pesantren|panti)\b",
            EmployerKind::NonProfit,
        ),
    ]
});

/// The kind of body with this name, if the name says.
#[must_use]
pub fn kind(name: &str) -> Option<EmployerKind> {
    let name = name.trim();
    RULES.iter().find(|(pattern, _)| pattern.is_match(name)).map(|(_, kind)| *kind)
}

#[cfg(test)]
mod tests {
    use super::{EmployerKind::*, kind};

    #[test]
    fn the_kind_is_told_from_the_name() {
        for (name, expected) in [
            ("Kementerian Pemberdayaan Perempuan dan Perlindungan Anak", Some(Government)),
            ("LEMBAGA PEMASYARAKATAN KELAS III KOLONODALE", Some(Government)),
            ("RUMAH TAHANAN NEGARA KELAS IIB LARANTUKA", Some(Government)),
            ("RSUD Kota Contoh", Some(Government)),
            ("Dinas Tenaga Kerja Kabupaten Contoh", Some(Government)),
            ("BPVP Padang", Some(Government)),
            ("KANIM KELAS I TPI JEMBER", Some(Government)),
            ("Biro Umum dan Hubungan Masyarakat", Some(Government)),
            ("PT Biro Perjalanan Contoh", Some(Company)),
            ("BPS Kota Payakumbuh", Some(Government)),
            ("SMK Negeri 1 Contoh", Some(Government)),
            ("SMKN 4 Contoh", Some(Government)),
            ("Perusahaan Perseroan (Persero) PT. Bank Mandiri", Some(StateEnterprise)),
            ("Perusahaan Perseroan (Persero) Bank Negara Indonesia", Some(StateEnterprise)),
            ("Mass Rapid Transit Jakarta Perseroda", Some(StateEnterprise)),
            ("Perum Jasa Tirta Ii", Some(StateEnterprise)),
            ("PT. Garuda Indonesia (Persero) Tbk", Some(StateEnterprise)),
            ("Damri", Some(StateEnterprise)),
            ("Kanwil Bri Makassar", Some(StateEnterprise)),
            ("PT Mandiri Andalan Utama Banjarmasin", Some(Company)),
            ("Axa Mandiri Financial Services", None),
            ("PT. Kino Indonesia Tbk", Some(Company)),
            ("PT Puskesmas Digital", Some(Company)),
            ("CV Maju Jaya", Some(Company)),
            ("UD. Sumber Rejeki", Some(Company)),
            ("Maju Jaya, PT", Some(Company)),
            ("Yayasan Ashabul Fitrah Indonesia", Some(NonProfit)),
            ("Koperasi Karyawan Pertamina", Some(NonProfit)),
            ("Rs Pku Muhammadiyah Wonosobo", Some(NonProfit)),
            ("Badan Hukum (Selain PT) Rumah Sakit Islam Contoh", Some(NonProfit)),
            ("Badan Pusat Statistik", Some(Government)),
            ("Ruang Raya Indonesia", None),
            ("Derma Estetik Indonesia", None),
            ("Desainer Rumah Contoh", None),
            ("", None),
        ] {
            assert_eq!(kind(name), expected, "{name}");
        }
    }
}
