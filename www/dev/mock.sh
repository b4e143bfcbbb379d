#!/bin/sh
# Puts the stand-in where the engine will be, builds the page and lays a manifest beside it.
cd "$(dirname "$0")/../.." && mkdir -p pkg demo/snapshot
node_modules/.bin/esbuild www/dev/mock.ts --format=esm --outfile=pkg/padan.js --log-level=warning
printf '\0asm\1\0\0\0' > pkg/padan_bg.wasm
cat src/web/types.d.ts - > pkg/padan.d.ts <<'TS'
export default function init(opts: { module_or_path: WebAssembly.Module | URL | string }): Promise<unknown>;
export class Padan {
  static open(manifestUrl: string, onProgress?: (p: Progress) => void): Promise<Padan>;
  info(): SnapshotInfo;
  query(q: Query, profile?: Profile): Answer;
  record(row: number): Promise<Vacancy>;
  explain(row: number, profile: Profile, lang: Lang): Explanation;
  chart(kind: ChartKind, q: Query, lang: Lang): ChartData;
  regions(): Region[];
  occupations(lang: Lang): Occupation[];
  skills(): string[];
  fields(): string[];
  free(): void;
}
export function drawChart(canvas: HTMLCanvasElement, chart: ChartData, theme: ChartTheme): ChartMark[];
TS
echo '{}' > demo/snapshot/manifest.json
node www/build.mjs
