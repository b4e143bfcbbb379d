// padan as a portal has it: the packed core goes through its own reader, which checks its hash and inflates it.

export const label = 'padan';
export const holds = 'all';
/** The packed form is the snapshot's own core; the harness lays it ready. */
export const pack = undefined;
const FACET_LIMIT = 7;

let memory;
let Padan;
export async function start() {
  const module = await import(`${location.origin}/pkg/padan.js`);
  ({ memory } = await module.default());
  ({ Padan } = module);
}

export async function open(bytes, _variant, { manifest }) {
  // padan opens addresses; these two are answered from memory.
  const fetched = globalThis.fetch;
  globalThis.fetch = async (address) =>
    String(address.url ?? address).endsWith('manifest.json') ? new Response(manifest.text) : new Response(bytes);
  const padan = await Padan.open(`${location.origin}/snapshot/manifest.json`);
  globalThis.fetch = fetched;

  const facetKeys = manifest.facets.map(({ key }) => key);
  const counts = ({ facets }) =>
    manifest.facets.map(({ key, values }) => {
      const counts = new Uint32Array(values.length);
      for (const { value, count } of facets[key]) counts[values.indexOf(value)] = count;
      return counts;
    });
  const top = ({ hits }) => hits.map(({ row }) => row);
  const asked = (query, profile) => {
    const answer = padan.query(query, profile);
    return { total: answer.total, engine: answer.micros / 1000, answer };
  };
  const all = { facetLimit: 0 };
  return {
    memory: () => memory.buffer.byteLength,
    facets: ({ filters, whole }) =>
      asked({ filters, facets: facetKeys, limit: 0, facetLimit: FACET_LIMIT, ...(whole && all) }),
    text: ({ text }) => asked({ text, facets: [], limit: 50 }),
    textRows({ text }) {
      const query = { text, facets: [], limit: 10_000 };
      if (padan.query({ ...query, limit: 0 }).total <= 10_000) return Uint32Array.from(top(padan.query(query)));
      const { values } = manifest.facets.find(({ key }) => key === 'province');
      const parts = values.map((value) => top(padan.query({ ...query, filters: { province: [value] } })));
      return Uint32Array.from(parts.flat());
    },
    match: ({ profile }) => asked({ sort: 'match', facets: [], limit: 50 }, profile),
    again: ({ filters, profile }) => asked({ filters, sort: 'match', facets: [], limit: 50 }, profile),
    remember: ({ profile }) => asked({ sort: 'match', facets: [], limit: 50 }, profile),
    page: ({ text, filters, profile, whole }) =>
      asked(
        { text, filters, facets: facetKeys, sort: 'match', limit: 50, facetLimit: FACET_LIMIT, ...(whole && all) },
        profile,
      ),
    /** An answer as plain as the others give it; not timed. */
    plain: ({ total, answer }) => ({
      total,
      top: top(answer),
      counts: Object.keys(answer.facets).length > 0 ? counts(answer) : undefined,
    }),
  };
}
