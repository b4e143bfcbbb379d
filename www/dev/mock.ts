// A stand-in for pkg/padan.js over made-up rows, for work on the page before the engine builds. Never bundled.
import type * as T from "../../src/web/types";
const day = () => Math.floor(Date.now() / 864e5);
const rnd = (() => { let s = 7; return () => (s = (s * 1103515245 + 12345) % 2147483648) / 2147483648; })();
const pick = <X,>(xs: readonly X[]): X => xs[Math.floor(rnd() ** 1.4 * xs.length)]!;
const regions: T.Region[] = [["32","Jawa Barat"],["3216","Kabupaten Bekasi"],["3273","Kota Bandung"],["31","DKI Jakarta"],["3174","Kota Jakarta Selatan"],["33","Jawa Tengah"],["3374","Kota Semarang"],["35","Jawa Timur"],["3578","Kota Surabaya"],["73","Sulawesi Selatan"],["7371","Kota Makassar"],["12","Sumatera Utara"],["1271","Kota Medan"],["94","Papua Tengah"],["9401","Kabupaten Nabire"],["36","Banten"],["3603","Kabupaten Tangerang"],["51","Bali"],["5171","Kota Denpasar"]].map(([code, name]) => ({ code: code!, name: name! }));
const kab = regions.filter((r) => r.code.length === 4);
const prov = (c: string) => regions.find((r) => r.code === c.slice(0, 2))!.name;
const jobs = [["7212","Tukang las"],["8332","Sopir truk"],["4110","Staf administrasi"],["5223","Pramuniaga"],["2221","Perawat"],["8211","Operator produksi"],["2512","Pengembang perangkat lunak"],["3313","Staf akuntansi"],["5120","Juru masak"],["9333","Tenaga gudang"]] as const;
const labels: Record<string, [string, string]> = { full_time: ["Penuh waktu", "Full time"], part_time: ["Paruh waktu", "Part time"], contract: ["Kontrak", "Contract"], internship: ["Magang", "Internship"], yes: ["Ya", "Yes"], no: ["Tidak", "No"], verified: ["Terverifikasi", "Verified"], unverified: ["Belum diverifikasi", "Not verified"], on_site: ["Di tempat kerja", "On site"], hybrid: ["Hibrida", "Hybrid"], remote: ["Jarak jauh", "Remote"], none: ["Tidak disebut", "Not stated"] };
const ladder = ["Tidak sekolah", "SD", "SMP", "SMA/SMK", "D1", "D2", "D3", "S1/D4", "Profesi", "S2", "S3"];
const rows = Array.from({ length: 600 }, (_, row) => {
  const job = pick(jobs), place = pick(kab), posted = day() - Math.floor(rnd() * 50), pay = rnd() < 0.6 ? Math.round(2 + rnd() * 8) * 500_000 + 1_200_000 : null;
  return { row, job, place, posted, pay, max: pay && rnd() < 0.7 ? pay + 1_500_000 : pay, closes: rnd() < 0.9 ? posted + 20 + Math.floor(rnd() * 30) : null, type: pick(["full_time", "contract", "part_time", "internship"]), mode: pick(["on_site", "on_site", "on_site", "hybrid", "remote"]), edu: pick([3, 7, 3, 6, 2, null]), openings: 1 + Math.floor(rnd() ** 3 * 30), employer: rnd() < 0.92 ? `PT ${pick(["Sinar", "Maju", "Karya", "Nusa", "Bina", "Prima"])} ${pick(["Abadi", "Sentosa", "Makmur", "Jaya", "Mandiri"])}` : null, verified: rnd() < 0.7, title: `${job[1]} ${pick(["", "Senior", "(Shift)", "Area Kota", "Pabrik"])}`.trim() };
});
type Row = (typeof rows)[number];
const value = (r: Row, k: T.FacetKey): string => { switch (k) {
  case "province": return r.place.code.slice(0, 2); case "regency": return r.place.code; case "occupation": return r.job[0];
  case "education": return r.edu === null ? "none" : String(r.edu); case "employment_type": return r.type; case "work_mode": return r.mode;
  case "employer": return r.employer ?? "none"; case "pay": return r.pay === null ? "none" : String(Math.floor(r.pay / 2e6)); case "open": return r.closes !== null && r.closes < day() ? "no" : "yes";
  case "verification": return r.verified ? "verified" : "unverified"; case "source": return "sample"; default: return "none"; } };
const label = (k: T.FacetKey, v: string, lang: T.Lang) => k === "province" || k === "regency" ? regions.find((r) => r.code === v)!.name : k === "occupation" ? jobs.find((j) => j[0] === v)![1] : k === "education" && v !== "none" ? ladder[+v]! : k === "pay" && v !== "none" ? `Rp${+v * 2}–${+v * 2 + 2} jt` : (labels[v]?.[lang === "en" ? 1 : 0] ?? v);
const textOk = (r: Row, q: T.Query) => (q.text ?? "").toLowerCase().split(/\s+/).filter(Boolean).every((w) => r.title.toLowerCase().split(/[\s()]+/).some((t) => t.startsWith(w)));
const fails = (r: Row, q: T.Query) => Object.entries(q.filters ?? {}).filter(([k, vs]) => vs!.length && !vs!.includes(value(r, k as T.FacetKey))).map(([k]) => k);
const wait = (ms: number) => new Promise((done) => setTimeout(done, ms));
export default async function init(_: unknown) { return {}; }
export class Padan {
  static async open(url: string, onProgress?: (p: T.Progress) => void) {
    const r = await fetch(url);
    if (r.status === 404) throw Object.assign(new Error(`${url} answered 404; expected a manifest. Check the address.`), { name: "SnapshotMissing" });
    for (let i = 1; i <= 4; i++) { onProgress?.({ phase: "core", loaded: i * 25_000, total: 100_000 }); await wait(20); }
    return new Padan();
  }
  info(): T.SnapshotInfo { return { rows: rows.length, asOf: new Date().toISOString().slice(0, 10), generatedAt: "", editions: {}, courses: 0, supplyCells: 0 }; }
  query(q: T.Query, p?: T.Profile): T.Answer {
    const byText = rows.filter((r) => textOk(r, q)), failed = byText.map((r) => [r, fails(r, q)] as const);
    const hits = failed.filter(([, f]) => f.length === 0).map(([r]) => r);
    const fit = (r: Row) => p ? this.explain(r.row, p, "id").fit ?? 0 : 0;
    if (q.sort === "match") hits.sort((a, b) => fit(b) - fit(a)); else if (q.sort === "pay") hits.sort((a, b) => (b.max ?? 0) - (a.max ?? 0)); else hits.sort((a, b) => b.posted - a.posted);
    const facets: T.Answer["facets"] = {};
    for (const k of q.facets ?? []) {
      const n = new Map(rows.map((r) => [value(r, k), 0]));
      for (const [r, f] of failed) if (f.length === 0 || (f.length === 1 && f[0] === k)) n.set(value(r, k), (n.get(value(r, k)) ?? 0) + 1);
      const on = q.filters?.[k] ?? [], all = [...n].sort((a, b) => b[1] - a[1]);
      facets[k] = all.filter(([v], i) => !q.facetLimit || i < q.facetLimit || on.includes(v)).map(([v, count]) => ({ value: v, label: label(k, v, q.lang ?? "id"), count, selected: on.includes(v) }));
    }
    const relax = Object.keys(q.filters ?? {}).map((k) => ({ key: k as T.FacetKey | "text", gain: failed.filter(([, f]) => f.length === 1 && f[0] === k).length }));
    if (q.text) relax.push({ key: "text", gain: rows.filter((r) => !textOk(r, q) && fails(r, q).length === 0).length });
    const o = q.offset ?? 0;
    return { total: hits.length, openings: hits.reduce((s, r) => s + r.openings, 0), facets, micros: 1, relax: relax.filter((r) => r.gain).sort((a, b) => b.gain - a.gain),
      hits: hits.slice(o, o + (q.limit ?? 20)).map((r) => ({ row: r.row, id: null, title: r.title, employer: r.employer, region: `${r.place.name.replace("Kabupaten", "Kab.")}, ${prov(r.place.code)}`, regionCode: r.place.code, score: 0, parts: {}, coverage: null, band: null, employmentType: r.type, workMode: r.mode, education: r.edu === null ? null : ladder[r.edu]!, payMin: r.pay, payMax: r.max, openings: r.openings, posted: r.posted, closes: r.closes, distanceKm: p?.home ? (p.home === r.place.code ? 0 : 42) : null, source: "sample", verification: r.verified ? "verified" : "unverified" })) };
  }
  explain(row: number, p: T.Profile, lang: T.Lang): T.Explanation {
    const r = rows[row]!, en = lang === "en", job = p.targets?.some((t) => t.occupation === r.job[0]) ? 1 : p.targets ? 0 : null, edu = r.edu === null || p.education === undefined ? null : p.education >= r.edu ? 1 : 0, place = p.home ? (p.home === r.place.code ? 1 : p.home.slice(0, 2) === r.place.code.slice(0, 2) ? 0.5 : 0) : null;
    const parts = ([["occupation", job, 5000], ["education", edu, 2000], ["place", place, 3000]] as const).map(([part, s, weight]) => ({ part, label: en ? part : { occupation: "Jabatan", education: "Pendidikan", place: "Tempat" }[part], score: s === null ? null : s * 1e4, weight, points: null as number | null }));
    const w = parts.reduce((s, x) => s + (x.score === null ? 0 : x.weight), 0);
    for (const x of parts) x.points = x.score === null ? null : Math.floor(x.score * x.weight / w);
    const fit = w < 4000 ? null : parts.reduce((s, x) => s + (x.points ?? 0), 0);
    const st = (s: number | null) => s === null ? "unknown" : s === 1 ? "met" : s > 0 ? "partial" : "unmet";
    const checks: T.Check[] = parts.map((x) => ({ part: x.part, status: st(x.score === null ? null : x.score / 1e4), must: x.part !== "place", asked: x.part === "occupation" ? r.job[1] : x.part === "education" ? (r.edu === null ? "–" : ladder[r.edu]!) : r.place.name, have: x.part === "education" && p.education !== undefined ? ladder[p.education]! : "" }));
    const met = checks.filter((c) => c.status === "met").length;
    return { fit, coverage: w, band: fit === null ? "unknown" : fit > 8000 ? "qualified" : fit > 5000 ? "almost" : fit > 2000 ? "prepare" : "weak", parts, checks, met, asked: checks.length, sentence: en ? "Your occupation and education fit." : "Jabatan dan pendidikan Anda cocok. Belum ada: membaca gambar teknik." };
  }
  async record(row: number): Promise<T.Vacancy> {
    const r = rows[row]!; await wait(300);
    return { id: `s-${row}`, title: r.title, source: { code: "sample", url: "https://example.go.id/lowongan", verification: r.verified ? "verified" : "unverified" }, hiringOrganization: r.employer ? { name: r.employer } : undefined, jobLocation: [{ region: r.place.code }], employmentType: r.type, totalJobOpenings: r.openings, baseSalary: r.pay ? { minValue: r.pay, maxValue: r.max ?? undefined, statedPer: "month" } : undefined, educationRequirements: r.edu === null ? undefined : { level: r.edu, required: true, fields: ["Teknik Mesin"] }, experienceRequirements: { monthsOfExperience: 12 }, requirements: [{ kind: "skill", label: "Las SMAW", must: true, origin: "form" }, { kind: "licence", label: "SIM B1", must: false, origin: "text" }], limits: rnd() < 0.9 ? [{ kind: "age", value: "18-35", origin: "form" }, { kind: "sex", value: "male", origin: "form" }] : [], datePosted: new Date(r.posted * 864e5).toISOString().slice(0, 10), validThrough: r.closes ? new Date(r.closes * 864e5).toISOString().slice(0, 10) : undefined, description: "Mengerjakan pesanan harian di bengkel.\n- Memasang rangka\n- Memeriksa hasil las\n\nMelapor kepada kepala regu.", qualifications: "- Jujur dan teliti\n- Bersedia bekerja shift" };
  }
  chart(kind: T.ChartKind, q: T.Query, lang: T.Lang): T.ChartData {
    const f = this.query({ ...q, facets: [kind], facetLimit: 0, limit: 0 }).facets[kind]!, miss = f.find((v) => v.value === "none")?.count ?? 0, rs = f.filter((v) => v.value !== "none" && v.count), total = rs.reduce((s, v) => s + v.count, 0), en = lang === "en";
    return { kind, title: kind === "province" ? (en ? "Where are the vacancies?" : "Di mana lowongannya?") : (en ? "Which education is asked?" : "Pendidikan apa yang diminta?"), sentence: en ? "Most are in the first row." : `Paling banyak: ${rs[0]?.label ?? "–"}.`, category: kind === "province" ? (en ? "Province" : "Provinsi") : (en ? "Education" : "Pendidikan"), measure: en ? "Vacancies" : "Lowongan", rows: rs.map((v) => ({ key: v.value, label: v.label, value: v.count, share: Math.round(v.count / total * 1e4) })), total, missing: miss, note: en ? "Reported online vacancies, not the whole job market." : "Lowongan daring yang dilaporkan, bukan seluruh pasar kerja." };
  }
  regions() { return regions; } occupations(_: T.Lang) { return jobs.map(([code, label]) => ({ code, label })); } skills() { return ["Las SMAW", "Microsoft Excel", "SIM B1"]; } fields() { return ["Teknik Mesin"]; } free() {}
}
export function drawChart(canvas: HTMLCanvasElement, c: T.ChartData, t: T.ChartTheme): T.ChartMark[] {
  canvas.width = t.width * t.devicePixelRatio; canvas.height = t.height * t.devicePixelRatio;
  const g = canvas.getContext("2d")!; g.setTransform(t.devicePixelRatio, 0, 0, t.devicePixelRatio, 0, 0); g.fillStyle = t.background; g.fillRect(0, 0, t.width, t.height); g.font = `${t.fontSize}px ${t.fontFamily}`; g.textBaseline = "middle";
  const left = Math.max(0, ...c.rows.map((r) => g.measureText(r.label).width)) + 12, max = Math.max(1, ...c.rows.map((r) => r.value)), h = (t.height - 20) / Math.max(1, c.rows.length);
  return c.rows.map((r, i) => { const m = { row: i, x: left, y: i * h + 4, width: (t.width - left - 50) * r.value / max, height: h - 8 }; g.fillStyle = t.selected?.includes(r.key) ? t.highlight : t.bar; g.fillRect(m.x, m.y, m.width, m.height); g.fillStyle = t.text; g.fillText(r.label, 0, m.y + m.height / 2); g.fillText(String(r.value), m.x + m.width + 6, m.y + m.height / 2); return m; });
}
