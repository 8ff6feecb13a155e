import { csvLine, tableLines } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

interface OwnCheck {
  readonly name: string
  readonly title: string
  readonly severity: string
  readonly assets: number
  readonly tag: { readonly path: string; readonly query: string | null }
}

const columns = ['name', 'severity', 'assets', 'title', 'tag', 'query'] as const

/** `holdfast own-check list` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', '/api/v1/vulnerabilities/own-checks')
    const { data } = json as { data: readonly OwnCheck[] }
    const form = options.output ?? 'table'
    if (form === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    else if (form === 'ndjson') for (const each of data) await out(`${JSON.stringify(each)}\n`)
    else if (form === 'csv') for (const line of [columns, ...data.map(cellsOf)]) await out(csvLine(line))
    else if (data.length > 0)
      await out(`${tableLines(columns, data.map(cellsOf), process.stdout.columns).join('\n')}\n`)
    else say('There is no check of your own: holdfast own-check add makes one.')
    return exitCode.ok
  })
}

function cellsOf({ name, title, severity, assets, tag }: OwnCheck): readonly string[] {
  return [name, severity, String(assets), title, tag.path, tag.query ?? '']
}
