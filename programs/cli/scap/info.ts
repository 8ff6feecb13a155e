import { tableLines } from '@holdfast/kit/tabular'
import { resolvePolicy } from '@holdfast/kit/xccdf'
import type { VerbContext } from '@holdfast/platform/contract'
import { exitCode } from '../exit-code.ts'
import { readContent } from './read-content.ts'

/** `holdfast scap info` */
export async function run({ positionals, options, out }: VerbContext): Promise<number> {
  const content = await readContent(positionals[0] as string)
  const benchmarks = content.checklists.map(({ benchmark, reference, stream }) => ({
    id: benchmark.id,
    title: benchmark.title,
    version: benchmark.version,
    status: benchmark.status,
    reference,
    stream,
    platforms: benchmark.platforms,
    rules: resolvePolicy(benchmark, undefined).rules.length,
    profiles: [...benchmark.profiles.values()].map(({ id, title }) => ({
      id,
      title,
      rules: resolvePolicy(benchmark, id).rules.filter(({ selected }) => selected).length,
    })),
  }))
  if (options.output === 'json') {
    const { kind, streams } = content
    await out(`${JSON.stringify({ schemaVersion: 1, kind, streams, benchmarks })}\n`)
    return exitCode.ok
  }
  for (const { id, title, version, status, rules, profiles } of benchmarks) {
    await out(`${title}\n${id}, version ${version}${status === '' ? '' : ` (${status})`}, ${rules} rules\n\n`)
    const rows = profiles.map((profile) => [profile.id, String(profile.rules), profile.title])
    await out(`${tableLines(['profile', 'rules', 'title'], rows, process.stdout.columns).join('\n')}\n`)
  }
  return exitCode.ok
}
