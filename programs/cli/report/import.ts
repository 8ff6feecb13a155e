import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'

interface Imported {
  readonly name: string
  readonly tool: string
  readonly findings: number
  readonly milder: number
  readonly cleared: number
  readonly assetCount: number
  readonly newCount: number
  readonly problems: readonly string[]
}

/** What the server takes, before it is written in base64. */
const mostBytes = 24 * 1024 * 1024

/** `holdfast report import` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const path = positionals[0] as string
  const bytes = await readNamed(path)
  if (bytes.length > mostBytes)
    throw new CliError(`${path} has ${bytes.length} bytes, and a report may have ${mostBytes}: divide it.`, {
      code: exitCode.usage,
    })
  const given = ['name', 'asset', 'kind', 'from'].flatMap((name) =>
    options[name] === undefined ? [] : [[name, options[name]] as const],
  )
  const body = {
    content: Buffer.from(bytes).toString('base64'),
    ...Object.fromEntries(given),
    ...(options.observed !== undefined && { observedAt: instantOf(options.observed as string) }),
    ...(options.whole === true && { whole: true }),
  }
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask('POST', '/api/v1/vulnerabilities/reports', body)
    const { data } = json as { data: Imported }
    if (options.output === 'json') await out(`${JSON.stringify(data, null, 2)}\n`)
    for (const problem of data.problems) say(`${path}: ${problem}`)
    say(wordsOf(data))
    return data.problems.length > 0 ? exitCode.partial : exitCode.ok
  })
}

function wordsOf({ name, tool, findings, milder, cleared, assetCount, newCount }: Imported): string {
  return [
    `${many(findings, 'finding')} of ${tool || 'a tool without a name'} on ${many(assetCount, 'asset')}, as report "${name}".`,
    newCount > 0 && `${many(newCount, 'asset')} ${newCount === 1 ? 'was' : 'were'} not known before.`,
    milder > 0 && `${many(milder, 'milder one')} left out: take them with --from info.`,
    cleared > 0 && `${many(cleared, 'asset')} of the report before ${cleared === 1 ? 'is' : 'are'} not named any more.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function many(count: number, one: string): string {
  return `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`
}

function instantOf(text: string): string {
  const time = Date.parse(text)
  if (Number.isNaN(time))
    throw new CliError(`--observed ${text} is no time: write 2026-11-30 or 2026-11-30T12:00:00Z.`, {
      code: exitCode.usage,
    })
  return new Date(time).toISOString()
}
