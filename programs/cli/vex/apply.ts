import { tableLines } from '@holdfast/kit/tabular'
import { readVex } from '@holdfast/kit/vex'
import type { VerbContext } from '@holdfast/platform/contract'
import { tableOptions } from '@holdfast/platform/scanning'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'

interface Applied {
  readonly findings: number
  readonly applied: boolean
  readonly kept: boolean
  readonly statements: readonly {
    readonly vulnerability: string
    readonly status: string
    readonly justification: string | null
    readonly products: readonly string[]
    readonly findings: number
    readonly exceptions: readonly string[]
  }[]
  readonly problems: readonly string[]
}

/** `holdfast vex apply` */
export async function run(context: VerbContext): Promise<number> {
  const { options, positionals, environment, out, say } = context
  const path = positionals[0] as string
  const document = parsed(path, await readNamed(path))
  const until = options.until as string | undefined
  const body = {
    document,
    apply: options['dry-run'] !== true,
    ...(options.once === true && { keep: false }),
    ...(until !== undefined && { endsAt: instantOf(until) }),
  }
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/vulnerabilities/vex', body)
    const { data } = json as { data: Applied }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    else await out(table(data, tableOptions(context).width))
    for (const problem of data.problems) say(`${path}: ${problem}: it is left out.`)
    const number = data.findings.toLocaleString('en')
    const many = data.findings === 1 ? 'finding' : 'findings'
    if (data.findings === 0) say('No open finding is among what the document says is not affected.')
    else if (data.applied) say(`Excepted ${number} ${many}. holdfast does not forget them: see the exceptions.`)
    else say(`${number} ${many} would be excepted.`)
    if (data.kept) say('Its word holds for what is found later, too: holdfast vex list shows such documents.')
    return exitCode.ok
  })
}

/** What is no VEX document is told before anything is sent. */
function parsed(path: string, bytes: Uint8Array): unknown {
  const reading = readVex(bytes)
  if (reading.ok) return JSON.parse(new TextDecoder().decode(bytes))
  const { message, offset } = reading.problem
  throw new CliError(`${path}: ${message}${offset === undefined ? '' : ` at character ${offset}`}.`, {
    code: exitCode.usage,
  })
}

/** A day lasts until its end. */
function instantOf(text: string): string {
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(text)
  const time = Date.parse(isDay ? `${text}T23:59:59Z` : text)
  if (Number.isNaN(time))
    throw new CliError(`--until ${text} is no date: write 2027-06-30 or 2027-06-30T12:00:00Z.`, {
      code: exitCode.usage,
    })
  return new Date(time).toISOString()
}

function table({ statements }: Applied, width: number): string {
  const rows = statements.map(({ vulnerability, status, justification, products, findings }) => [
    vulnerability,
    status.replaceAll('_', ' '),
    String(findings),
    justification?.replaceAll('_', ' ') ?? '',
    products.join(', '),
  ])
  if (rows.length === 0) return ''
  const lines = tableLines(['vulnerability', 'status', 'findings', 'because', 'product'], rows, width)
  return `${lines.join('\n')}\n`
}
