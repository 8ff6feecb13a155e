import { csvLine, tableLines } from '@holdfast/kit/tabular'
import type { SlaRule, VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'

const columns = ['id', 'name', 'days', 'of', 'start', 'due by', 'query'] as const

/** `holdfast sla rules` */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', '/api/v1/sla/rules')
    const { data } = json as { data: { rules: readonly SlaRule[]; isUsual: boolean } }
    const form = options.output ?? 'table'
    if (form === 'json') await out(`${JSON.stringify(data.rules, null, 2)}\n`)
    else if (form === 'ndjson') for (const each of data.rules) await out(`${JSON.stringify(each)}\n`)
    else if (form === 'csv') for (const line of [columns, ...data.rules.map(cellsOf)]) await out(csvLine(line))
    else await out(`${tableLines(columns, data.rules.map(cellsOf), process.stdout.columns).join('\n')}\n`)
    if (data.isUsual) say('These are the rules of the product: holdfast sla set FILE makes others.')
    return exitCode.ok
  })
}

function cellsOf({ id, name, days, calendar, start, dueBy, query }: SlaRule): readonly string[] {
  const of = calendar === undefined ? 'days' : `working days in ${calendar.zone}`
  return [id, name, String(days), of, (start ?? ['firstFound']).join(', '), dueBy ?? '', query]
}
