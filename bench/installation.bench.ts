import type { Bench } from './bench.ts'
import { measureAsOf } from './installation/as-of.ts'
import { askAs } from './installation/ask.ts'
import { measureExport } from './installation/export.ts'
import { measureIsolation } from './installation/isolation.ts'
import { measureCompletion, measureFacets, measureSorts, measureTiny, measureWhoHas } from './installation/lists.ts'
import { openInstallation } from './installation/open-installation.ts'
import { measureProvider } from './installation/provider.ts'

export const bench: Bench = {
  name: 'installation',
  summary:
    'The API over HTTP, under row-level security, of 9,300 tenants with 100,000 assets, 30 million asset-software pairs, 5.5 million findings and 20 million rows of history: one customer has half of the assets. Warm; server, PostgreSQL and caller share this machine.',
  async run({ scale, log }) {
    const times = scale === 1 ? 10 : 1
    const size = {
      tenants: Math.max(20, Math.round(9_300 * scale)),
      assets: Math.max(400, Math.round(100_000 * scale)),
      findings: 100,
    }
    const ends: (() => unknown)[] = []
    try {
      const opened = await openInstallation({ after: (end) => ends.unshift(end) }, size, log)
      const secret = await opened.token(['*'], opened.large)
      const large = askAs(opened.url, secret)
      const tiny = askAs(opened.url, await opened.token(['*'], opened.tiny))
      return [
        ...(await measureSorts(large, times)),
        ...(await measureFacets(large, times)),
        await measureCompletion(large, times),
        await measureTiny(tiny, times * 10),
        ...(await measureWhoHas(large, times * 3)),
        ...(await measureAsOf(large, Math.min(times, 5), size.assets * 200)),
        await measureIsolation(opened.database, opened.admin, opened.large, times),
        ...(await measureProvider(opened.database, askAs(opened.url, await opened.token()), times)),
        ...(await measureExport(opened.url, secret)),
      ]
    } finally {
      for (const end of ends) await end()
    }
  },
}
