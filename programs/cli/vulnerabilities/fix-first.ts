import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { withClient } from '../client/own-login.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'

interface Answer {
  readonly data: {
    readonly actions: readonly {
      readonly package: string
      readonly findings: number
      readonly assets: number
      readonly removes: number
      readonly words: readonly string[]
    }[]
    readonly findings: { readonly open: number; readonly ended: number }
    readonly assets: number
    readonly risk: { readonly before: number; readonly after: number }
    readonly sentence: string
  }
}

/** `holdfast vulnerabilities fix-first` */
export async function run(context: VerbContext): Promise<number> {
  const { options, environment, positionals, say } = context
  const [q = ''] = positionals
  const actions = options.actions === undefined ? 10 : Number(options.actions)
  if (!Number.isInteger(actions) || actions < 1 || actions > 100)
    throw new CliError(`--actions ${options.actions} is no whole number from 1 to 100.`)
  return withClient({ server: options.server as string | undefined, environment }, async (client) => {
    const { json } = await client.ask(
      'GET',
      `/api/v1/vulnerabilities/fix-first?actions=${actions}${q.trim() === '' ? '' : `&q=${encodeURIComponent(q)}`}`,
    )
    const { data } = json as Answer
    const rows = data.actions.map((action) => ({ ...action, words: action.words.join('; ') }))
    const columns = ['package', 'findings', 'assets', 'removes', 'words']
    await writeList(context, { rows, tenant: undefined, columns, entity: 'vulnerabilities' })
    const { findings, assets, risk, sentence } = data
    say(
      `${findings.ended} of ${findings.open} open vulnerabilities end on ${assets} assets; risk from ${risk.before} to ${risk.after}. ${sentence}`,
    )
    return exitCode.ok
  })
}
