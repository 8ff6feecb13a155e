import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'

interface Cell {
  readonly rule: string
  readonly severity: string
  readonly within: number
  readonly soon: number
  readonly overdue: number
  readonly paused: number
  readonly met: number
  readonly missed: number
  readonly meanDays: number | null
}

interface Board {
  readonly cells: readonly Cell[]
  readonly inTime: number | null
  readonly fixesPerDay: number
  readonly days: readonly { readonly day: string; readonly overdue: number; readonly due: number }[]
}

const columns = ['rule', 'severity', 'overdue', 'soon', 'within', 'paused', 'met', 'missed', 'mean days'] as const

/** `holdfast sla status`: a row for each rule and severity; in JSON the whole board, with its days ahead. */
export async function run({ options, environment, out, say }: VerbContext): Promise<number> {
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('GET', '/api/v1/sla/board')
    const { data, tenant } = json as { data: Board; tenant?: { name: string } }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    else {
      const rows = data.cells.map((cell) => ({ ...cell, 'mean days': cell.meanDays?.toFixed(1) }))
      await writeList({ options, out }, { rows, tenant: tenant?.name, columns, entity: 'sla-status' })
    }
    say(wordsOf(data))
    return exitCode.ok
  })
}

function wordsOf({ cells, inTime, fixesPerDay, days }: Board): string {
  if (cells.length === 0) return 'No rule takes any finding: holdfast sla rules shows them.'
  const share =
    inTime === null ? 'Nothing was fixed or due yet.' : `${Math.round(inTime * 100)} % in time over 90 days.`
  const last = days.at(-1)
  const ahead = last === undefined ? '' : ` Without any fix ${last.overdue} are overdue on ${last.day};`
  return `${share}${ahead} ${fixesPerDay.toFixed(1)} a day were fixed lately.`
}
