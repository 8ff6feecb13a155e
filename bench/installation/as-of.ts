import { type Figure, median } from '../bench.ts'
import { type Ask, rounds } from './ask.ts'
import { lists } from './lists.ts'

/** A page of each list as it was a year ago. */
export async function measureAsOf(ask: Ask, times: number, history: number): Promise<Figure[]> {
  const at = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10)
  const figures: Figure[] = []
  for (const list of lists) {
    for (const where of ['', list === 'assets' ? 'packageCount > 10 ' : 'severity:high ']) {
      const q = `${where}as of ${at}`
      const took = await rounds(times, () => ask.get(`/${list}`, { q }))
      const { page } = await ask.get(`/${list}`, { q })
      const note = `${page.total} rows, of ${history} rows of history`
      figures.push({ what: `${list}: ${q}, median`, value: median(took) / 1000, unit: 's', atMost: 2, note })
    }
  }
  return figures
}
