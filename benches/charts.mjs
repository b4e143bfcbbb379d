// Draws the same charts with padan and with ECharts, Chart.js, uPlot and Observable Plot, in one page, from the same
// numbers (`padan chart --json`), and times padan's whole board filtered anew and drawn anew in the portal.
//
//   node benches/charts.mjs SNAPSHOT [--rounds 60]
//
// Needs www/dist (`cargo xtask page`) and target/cli/padan. Prints tables; writes nothing.

import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import esbuild from 'esbuild';
import { launch, serveIsolated, spread, WARM_UP } from './chromium.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const [snapshot] = argv.slice(2).filter((word) => !word.startsWith('--'));
if (!snapshot) {
  console.error(
    '\nfound:  no snapshot\nneeded: the folder of one\nrun:    node benches/charts.mjs target/bench/snapshots/s100000',
  );
  process.exit(1);
}
const rounds = Number(argv[argv.indexOf('--rounds') + 1]) || 60;

/** Charts that all five can draw: what they are to padan, and how the rivals see them. */
const KINDS = ['occupation', 'educationAsked', 'skills', 'trend'];
const FILTERS = [[], ['--filter', 'province=32']];

/** What each rival's page would import for these charts, as its manual says to keep it small. */
const RIVALS = {
  echarts: `import * as echarts from 'echarts/core';
    import { BarChart, LineChart } from 'echarts/charts';
    import { GridComponent, LegendComponent, AriaComponent } from 'echarts/components';
    import { CanvasRenderer } from 'echarts/renderers';
    echarts.use([BarChart, LineChart, GridComponent, LegendComponent, AriaComponent, CanvasRenderer]);
    export function make(host) {
      const chart = echarts.init(host, null, { renderer: 'canvas', devicePixelRatio: 1 });
      return (data) => {
        const line = data.form === 'line';
        const labels = { type: 'category', data: data.rows.map((r) => r.label), inverse: !line };
        const values = { type: 'value' };
        chart.setOption({ animation: false, xAxis: line ? labels : values, yAxis: line ? values : labels, legend: {},
          series: data.series.map((s, i) => ({ name: s.label, type: line ? 'line' : 'bar', stack: data.form === 'stack' ? 'a' : undefined,
            data: data.rows.map((r) => r.values[i]), label: { show: true } })) }, true);
        chart.getZr().flush();
      };
    }`,
  'chart.js': `import { Chart, BarController, LineController, BarElement, LineElement, PointElement, CategoryScale, LinearScale, Legend } from 'chart.js';
    Chart.register(BarController, LineController, BarElement, LineElement, PointElement, CategoryScale, LinearScale, Legend);
    export function make(host) {
      const canvas = host.appendChild(document.createElement('canvas'));
      let chart;
      return (data) => {
        const line = data.form === 'line';
        const stacked = data.form === 'stack';
        chart?.destroy();
        chart = new Chart(canvas, { type: line ? 'line' : 'bar', options: { animation: false, responsive: true, maintainAspectRatio: false, devicePixelRatio: 1,
          indexAxis: line ? 'x' : 'y', scales: { x: { stacked }, y: { stacked } } },
          data: { labels: data.rows.map((r) => r.label), datasets: data.series.map((s, i) => ({ label: s.label, data: data.rows.map((r) => r.values[i]) })) } });
      };
    }`,
  uplot: `import uPlot from 'uplot';
    export function make(host) {
      let chart;
      return (data) => {
        chart?.destroy();
        const bars = data.form === 'line' ? undefined : uPlot.paths.bars({ size: [0.6] });
        chart = new uPlot({ width: host.clientWidth, height: host.clientHeight, pxRatio: 1, scales: { x: { time: false }, y: { range: (u, min, max) => [0, max] } },
          axes: [{ values: (u, ticks) => ticks.map((t) => data.rows[t]?.label ?? '') }, {}],
          series: [{}, ...data.series.map((s) => ({ label: s.label, paths: bars, stroke: 'steelblue', fill: 'steelblue' }))] },
          [data.rows.map((_, i) => i), ...data.series.map((_, i) => data.rows.map((r) => r.values[i]))], host);
      };
    }`,
  plot: `import { barX, lineY, dot, text, plot } from '@observablehq/plot';
    export function make(host) {
      return (data) => {
        const flat = data.rows.flatMap((r) => data.series.map((s, i) => ({ label: r.label, series: s.label, value: r.values[i] })));
        const line = data.form === 'line';
        host.replaceChildren(plot({ width: host.clientWidth, height: host.clientHeight, marginLeft: line ? 40 : 160, color: { legend: true },
          x: line ? { type: 'point', domain: data.rows.map((r) => r.label) } : {}, y: line ? {} : { domain: data.rows.map((r) => r.label) },
          marks: line ? [lineY(flat, { x: 'label', y: 'value', stroke: 'series' }), dot(flat, { x: 'label', y: 'value' })]
            : [barX(flat, { x: 'value', y: 'label', fill: 'series' }), text(flat, { x: 'value', y: 'label', text: 'value' })] }));
      };
    }`,
};

const PADAN = `import init, { drawChart, chartHeight } from './charts.js';
  export const ready = init;
  export function make(host) {
    const canvas = host.appendChild(document.createElement('canvas'));
    const theme = { width: host.clientWidth, height: host.clientHeight, devicePixelRatio: 1, fontFamily: 'sans-serif', fontSize: 14,
      text: '#16232f', muted: '#506070', bar: '#3f86c6', highlight: '#b45f06', background: '#ffffff' };
    return (data) => drawChart(canvas, data, { ...theme, height: chartHeight(data, 14, theme.width) });
  }`;

const brotli = (bytes) => brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
const folder = join(root, 'target/bench/charts');
mkdirSync(folder, { recursive: true });
const dist = join(root, 'www/dist');
const names = readdirSync(dist);
const weigh = (pattern) => {
  const found = names.filter((name) => pattern.test(name));
  if (found.length !== 1)
    throw new Error(`${found.length} files like ${pattern} found in www/dist, 1 expected. Run cargo xtask page`);
  return brotli(readFileSync(join(dist, found[0])));
};
const bytes = { padan: weigh(/^charts_bg-.*\.wasm$/) + weigh(/^charts-.*\.js$/) };

for (const [name, source] of Object.entries(RIVALS)) {
  const entry = { contents: source, resolveDir: join(root, 'benches'), loader: 'js' };
  const { outputFiles } = await esbuild.build({
    stdin: entry,
    bundle: true,
    minify: true,
    format: 'esm',
    write: false,
  });
  bytes[name] = brotli(outputFiles[0].contents);
  writeFileSync(join(folder, `${name}.mjs`), outputFiles[0].contents);
}
for (const name of ['charts.js', 'charts_bg.wasm'])
  writeFileSync(join(folder, name), readFileSync(join(root, 'pkg/charts', name)));
writeFileSync(join(folder, 'padan.mjs'), PADAN);

const padan = (...args) => execFileSync(join(root, 'target/cli/padan'), args, { maxBuffer: 1 << 28 }).toString();
const data = KINDS.map((kind) =>
  FILTERS.map((filters) => {
    const key = kind.replace(/[A-Z]/g, (capital) => `-${capital.toLowerCase()}`);
    return JSON.parse(padan('chart', resolve(snapshot), key, ...filters, '--json'));
  }),
);

const server = await serveIsolated({
  root: dist,
  mounts: { '/bench': folder, '/snapshot': resolve(snapshot) },
  also: (request, response) => {
    if (request.url !== '/blank') return false;
    response.setHeader('Content-Type', 'text/html');
    response.end('<!doctype html><title>blank</title><body></body>');
    return true;
  },
});
const browser = await launch();
try {
  const drawn = {};
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(`${server.origin}/blank`);
  for (let round = 0; round < rounds + WARM_UP; round += 1) {
    for (const name of ['padan', ...Object.keys(RIVALS)]) {
      const times = await page.evaluate(
        async ({ name, data, turn }) => {
          globalThis.made ??= {};
          if (!made[name]) {
            const module = await import(`/bench/${name}.mjs`);
            await module.ready?.();
            made[name] = data.map(() => {
              const host = document.body.appendChild(document.createElement('div'));
              host.style.cssText = 'width:440px;height:400px';
              return module.make(host);
            });
          }
          return data.map((both, i) => {
            const start = performance.now();
            made[name][i](both[turn]);
            return performance.now() - start;
          });
        },
        { name, data, turn: round % 2 },
      );
      if (round < WARM_UP) continue;
      drawn[name] ??= KINDS.map(() => []);
      for (const [i, time] of times.entries()) drawn[name][i].push(time);
    }
  }

  const portal = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await portal.goto(`${server.origin}/#q=&tab=market`);
  await portal.waitForFunction(() => {
    const market = document.querySelector('padan-portal')?.renderRoot.querySelector('padan-market');
    const figures = market?.renderRoot?.querySelectorAll('padan-figure') ?? [];
    return figures.length >= 6 && [...figures].every((figure) => figure.drawn);
  });
  const board = await portal.evaluate(async (rounds) => {
    const market = document.querySelector('padan-portal').renderRoot.querySelector('padan-market');
    const turn = () =>
      new Promise((done) => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = done;
        port2.postMessage(0);
      });
    const whole = market.query;
    const some = [{}, { education: ['3'] }, { employment_type: ['full_time'] }, { experience: ['0', '12'] }];
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      const start = performance.now();
      market.query = { ...whole, filters: { ...whole.filters, ...some[round % some.length] } };
      do await turn();
      while (
        market.counting ||
        [...market.renderRoot.querySelectorAll('padan-figure')].some((figure) => !figure.drawn)
      );
      times.push(performance.now() - start);
    }
    return times;
  }, rounds + WARM_UP);

  const ms = (times) => {
    const { median, least, p95 } = spread(times);
    return `**${median}** (${least}–${p95})`;
  };
  const rows = JSON.parse(readFileSync(join(snapshot, 'manifest.json'), 'utf8')).rows;
  console.log(
    `${new Date().toISOString().slice(0, 16)} UTC, ${rows ?? '?'} rows, Chromium ${browser.version()}, ${rounds} rounds, ms: **median** (least–p95)\n`,
  );
  console.log(`| | ${KINDS.join(' | ')} | bytes, brotli 11 |\n|---|${KINDS.map(() => '--:|').join('')}--:|`);
  for (const [name, kinds] of Object.entries(drawn))
    console.log(`| ${name} | ${kinds.map(ms).join(' | ')} | ${bytes[name].toLocaleString('en')} |`);
  console.log(
    `\nThe seeker's board, filtered anew, counted, put in words and drawn (6 charts): ${ms(board.slice(WARM_UP))}`,
  );
} finally {
  await browser.close();
  await server.close();
}
