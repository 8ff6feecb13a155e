import { type Figure, median, percentile } from '../bench.ts'
import { type Ask, rounds } from './ask.ts'

export const lists = ['assets', 'findings'] as const

/** Pages of both lists by everything that they can be sorted by, both ways, the first page and the next one. */
export async function measureSorts(ask: Ask, times: number): Promise<Figure[]> {
  const took: { what: string; ms: number }[] = []
  for (const list of lists) {
    for (const token of await sortable(ask, list)) {
      for (const way of ['', ' desc']) {
        const q = `sort by ${token}${way}`
        const first = await rounds(times, () => ask.get(`/${list}`, { q }))
        const { page } = await ask.get(`/${list}`, { q })
        const next = page.next === null ? [] : await rounds(times, () => ask.get(`/${list}`, { q, cursor: page.next }))
        for (const ms of [...first, ...next]) took.push({ what: `${list} ${q}`, ms })
      }
    }
  }
  const all = took.map(({ ms }) => ms)
  const slow = took.reduce((a, b) => (a.ms > b.ms ? a : b))
  const note = `${took.length} pages of 100; slowest ${slow.what}, ${slow.ms.toFixed(0)} ms`
  return [
    { what: 'list page, any sort offered, p95', value: percentile(all, 0.95), unit: 'ms', atMost: 300, note },
    { what: 'list page, any sort offered, p99', value: percentile(all, 0.99), unit: 'ms', atMost: 600 },
  ]
}

async function sortable(ask: Ask, list: string): Promise<readonly string[]> {
  const { data } = (await ask.get(`/query/${list}`)) as {
    data: { tokens: readonly { name: string; sortable?: boolean }[] }
  }
  return data.tokens.flatMap(({ name, sortable }) => (sortable ? [name] : []))
}

/** The facets that the screens of both lists ask for. */
const facetsOf = {
  assets: 'kind,tags.name,operatingSystem,source.kind,virtualization,cloud,architecture,criticality',
  findings: 'severity,status,disposition,app,category,asset.name',
} as const

/** All facets of a screen, as the screen asks for them, by how much the query leaves: about first, then exactly. */
export async function measureFacets(ask: Ask, times: number): Promise<Figure[]> {
  const figures: Figure[] = []
  const kinds = [
    { kind: 'unfiltered', assets: '', findings: '', atMost: 200 },
    {
      kind: 'filtered',
      assets: 'cpuCount:8',
      findings: 'severity:critical and status:new and asset.name:web*',
      atMost: 1000,
    },
    { kind: 'broader', assets: 'cpuCount > 1', findings: 'status:active', atMost: 5000 },
  ] as const
  for (const { kind, atMost, ...queries } of kinds) {
    for (const list of lists) {
      const q = queries[list]
      const facets = { q, facets: facetsOf[list], limit: '0' }
      const about = await rounds(times, () => ask.get(`/${list}`, { ...facets, estimate: 'true' }))
      const exact = await rounds(times, () => ask.get(`/${list}`, facets))
      const { page } = await ask.get(`/${list}`, { q: `${q} count`.trim() })
      const note = `${q || 'everything'}: ${page.totalIsExact ? '' : 'more than '}${page.total} rows; about, median ${median(about).toFixed(0)} ms`
      figures.push({ what: `all facets of ${list}, ${kind}, median`, value: median(exact), unit: 'ms', atMost, note })
    }
  }
  return figures
}

/** What follows a few typed letters, with how many have it. */
export async function measureCompletion(ask: Ask, times: number): Promise<Figure> {
  const texts = [
    ['assets', 'software:package-1'],
    ['assets', 'name:web'],
    ['assets', 'operatingSystem:'],
    ['assets', 'openPort.port:8'],
    ['assets', 'kernel:6'],
    ['assets', 'account.name:team'],
    ['findings', 'check:bench-1'],
    ['findings', 'title:st'],
    ['findings', 'asset.name:db'],
    ['findings', 'severity:'],
  ] as const
  const all: { text: string; ms: number }[] = []
  for (const [list, text] of texts) {
    const took = await rounds(times, () => ask.post(`/query/${list}/complete`, { text, cursor: text.length }))
    for (const ms of took) all.push({ text, ms })
  }
  const slow = all.reduce((a, b) => (a.ms > b.ms ? a : b))
  return {
    what: 'completion with counts, p95',
    value: percentile(
      all.map(({ ms }) => ms),
      0.95,
    ),
    unit: 'ms',
    atMost: 100,
    note: `${texts.length} texts; slowest ${slow.text}, ${slow.ms.toFixed(0)} ms`,
  }
}

/** Both lists with all their facets for a customer of ten assets among the thousands. */
export async function measureTiny(ask: Ask, times: number): Promise<Figure> {
  const took: number[] = []
  for (const list of lists)
    took.push(
      ...(await rounds(times, async () => {
        await ask.get(`/${list}`, { q: '' })
        await ask.get(`/${list}`, { q: '', facets: facetsOf[list], limit: '0', estimate: 'true' })
      })),
    )
  const { page } = await ask.get('/assets', {})
  return {
    what: `list and facets in a tenant of ${page.total} assets, p95`,
    value: percentile(took, 0.95),
    unit: 'ms',
    atMost: 50,
  }
}

/** Who has this package: one that few have, one that many have, and one that all have. */
export async function measureWhoHas(ask: Ask, times: number): Promise<Figure[]> {
  const figures: Figure[] = []
  for (const name of ['package-15777', 'package-900', 'package-150']) {
    const q = `software.name:\`${name}\``
    const took = await rounds(times, () => ask.get('/assets', { q }))
    const { page } = await ask.get('/assets', { q })
    const note = `${page.total} assets, with their count`
    figures.push({ what: `who has ${name}, median`, value: median(took), unit: 'ms', atMost: 50, note })
  }
  return figures
}
