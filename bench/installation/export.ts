import type { Figure } from '../bench.ts'

/** The whole list of findings as it streams, and how much the server's memory grew over it. */
export async function measureExport(url: string, token: string): Promise<Figure[]> {
  const before = process.memoryUsage().rss
  let most = before
  const watch = setInterval(() => {
    most = Math.max(most, process.memoryUsage().rss)
  }, 50)
  const started = performance.now()
  const reply = await fetch(`${url}/api/v1/findings/export?format=ndjson`, {
    headers: { authorization: `Bearer ${token}` },
  })
  if (!reply.ok) throw new Error(`export: ${reply.status} ${await reply.text()}`)
  let rows = 0
  for await (const chunk of reply.body!) for (const byte of chunk) if (byte === 10) rows += 1
  const seconds = (performance.now() - started) / 1000
  clearInterval(watch)
  const grown = (most - before) / 2 ** 20
  return [
    {
      what: 'findings exported as NDJSON',
      value: rows / seconds,
      unit: 'rows/s',
      atLeast: 50_000,
      note: `${rows} rows`,
    },
    { what: 'memory that the export took', value: grown, unit: 'MB', note: 'server and reader in one process' },
  ]
}
