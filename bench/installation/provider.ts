import type { Database } from '@holdfast/platform/store'
import { countTenants } from '@holdfast/platform/tenants'
import { type Figure, median } from '../bench.ts'
import { type Ask, once, rounds } from './ask.ts'

/** What a provider asks about all of its tenants, and a tenant made beside them. */
export async function measureProvider(database: Database, ask: Ask, times: number): Promise<Figure[]> {
  const counted = await once(async () => {
    while ((await countTenants(database)) > 0);
  })
  const summary = await rounds(times, () => ask.get('/tenants/summary'))
  const list = await rounds(times, () => ask.get('/tenants', { q: 'sort by critical desc' }))
  const { page } = await ask.get('/tenants', { limit: '1' })
  const made = await rounds(times, (round) => ask.post('/tenants', { name: `Made in round ${round} at ${Date.now()}` }))
  const note = `${page.total} tenants`
  return [
    { what: 'a tenant made, median', value: median(made) / 1000, unit: 's', atMost: 1, note },
    {
      what: "a provider's roll-up over all of them, median",
      value: median(summary) / 1000,
      unit: 's',
      atMost: 1,
      note,
    },
    { what: 'the list of them by critical findings, median', value: median(list), unit: 'ms', note },
    { what: 'all of them counted anew', value: counted / 1000, unit: 's', note },
  ]
}
