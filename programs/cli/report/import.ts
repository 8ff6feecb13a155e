import type { VerbContext } from '@holdfast/platform/contract'
import { withClient } from '../client/own-login.ts'
import { exitCode } from '../exit-code.ts'
import { readUpload } from '../input/read-upload.ts'

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

/** `holdfast report import` */
export async function run({ options, positionals, environment, out, say }: VerbContext): Promise<number> {
  const path = positionals[0] as string
  const upload = await readUpload(path, options, ['name', 'asset', 'kind', 'from'])
  const body = { ...upload, ...(options.whole === true && { whole: true }) }
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
