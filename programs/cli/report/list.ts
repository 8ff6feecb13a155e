import { csvLine, tableLines } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

interface Known {
  readonly name: string
  readonly assets: number
  readonly findings: number
  readonly observedAt: string
  readonly oldestAt: string
}

const columns = ['name', 'assets', 'findings', 'newest', 'oldest'] as const

/** `holdfast report list` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', '/api/v1/vulnerabilities/reports')
    const { data } = json as { data: readonly Known[] }
    const form = options.output ?? 'table'
    if (form === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    else if (form === 'ndjson') for (const each of data) await out(`${JSON.stringify(each)}\n`)
    else if (form === 'csv') for (const line of [columns, ...data.map(cellsOf)]) await out(csvLine(line))
    else if (data.length > 0)
      await out(`${tableLines(columns, data.map(cellsOf), process.stdout.columns).join('\n')}\n`)
    else say('No report was imported: holdfast report import FILE takes one.')
    return exitCode.ok
  })
}

function cellsOf({ name, assets, findings, observedAt, oldestAt }: Known): readonly string[] {
  return [name, String(assets), String(findings), observedAt.slice(0, 10), oldestAt.slice(0, 10)]
}
