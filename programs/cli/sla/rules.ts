import type { SlaRule, VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import type { Row } from '../query/write-rows.ts'

const columns = ['id', 'name', 'days', 'of', 'start', 'due by', 'query'] as const

interface Answer {
  readonly data: { readonly rules: readonly SlaRule[]; readonly isUsual: boolean }
  readonly tenant?: { readonly name: string }
}

/** `holdfast sla rules`: as data the rules themselves, which `sla set` takes back; in words in tables. */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', '/api/v1/sla/rules')
    const { data, tenant } = json as Answer
    const isData = options.output === 'json' || options.output === 'ndjson'
    const rows: readonly Row[] = isData ? data.rules.map((rule) => ({ ...rule })) : data.rules.map(inWords)
    await writeList({ options, out }, { rows, tenant: tenant?.name, columns, entity: 'sla-rules' })
    if (data.isUsual) say('These are the rules of the product: holdfast sla set FILE makes others.')
    return exitCode.ok
  })
}

function inWords({ calendar, start, dueBy, ...rule }: SlaRule): Row {
  const of = calendar === undefined ? 'days' : `working days in ${calendar.zone}`
  return { ...rule, of, start: (start ?? ['firstFound']).join(', '), 'due by': dueBy }
}
