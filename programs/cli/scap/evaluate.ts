import { tableLines } from '@holdfast/kit/tabular'
import {
  combine,
  type Policy,
  PolicyError,
  type Profile,
  type RuleResult,
  readTailoring,
  resolvePolicy,
  writeTestResult,
} from '@holdfast/kit/xccdf'
import type { VerbContext } from '@holdfast/platform/contract'
import { evaluateChecklist } from '@holdfast/platform/probing'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readXml } from '../input/read-xml.ts'
import { writeNamed } from '../input/write-named.ts'
import { openHost } from '../scan/open-host.ts'
import { ownVersion } from '../version/run.ts'
import { chosenChecklist, readContent } from './read-content.ts'

/** `holdfast scap eval` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options, out, say } = context
  const path = positionals[0] as string
  const content = await readContent(path)
  const checklist = chosenChecklist(content, options.benchmark as string | undefined)
  const tailoring = options.tailoring as string | undefined
  const tailored = tailoring === undefined ? new Map() : (await readXml(tailoring, readTailoring)).profiles
  const policy = onlyRules(
    policyOf(checklist.benchmark, options.profile as string | undefined, tailored),
    options.rule as readonly string[] | undefined,
  )
  const startedAt = new Date().toISOString()
  const target = await openHost(context)
  try {
    const { results, scores } = await evaluateChecklist(content, checklist, policy, target.world, context.stop)
    await target.recorded?.save()
    if (options.results !== undefined) {
      const document = writeTestResult(policy, results, scores, {
        productName: 'Holdfast',
        productVersion: ownVersion(),
        startedAt,
        endedAt: new Date().toISOString(),
        target: target.world.name,
        href: path,
      })
      await writeNamed(options.results as string, document)
    }
    const profile = policy.profile?.id ?? null
    if (options.output === 'json') {
      const rules = Object.fromEntries([...byRule(results)].map(([id, list]) => [id, wordOf(list)]))
      await out(`${JSON.stringify({ schemaVersion: 1, profile, scores, rules })}\n`)
      return exitCode.ok
    }
    const shown = results.filter(({ result }) => result !== 'notselected')
    const rows = shown.map(({ rule, result }) => [result, rule.severity, rule.rule.id, rule.rule.title])
    await out(`${tableLines(['result', 'severity', 'rule', 'title'], rows, process.stdout.columns).join('\n')}\n`)
    for (const { rule, result, messages } of shown)
      if (result === 'error' || result === 'unknown') say(`${rule.rule.id}: ${messages[0] ?? result}`)
    const [score] = scores
    if (score !== undefined) say(`Score: ${score.score.toFixed(2)} of ${score.maximum}.`)
    return exitCode.ok
  } finally {
    await target.world.close()
  }
}

/** Ends of ids are enough, as long as they lead to one profile. Throws CliError. */
function policyOf(
  benchmark: Policy['benchmark'],
  wanted: string | undefined,
  tailored: ReadonlyMap<string, Profile>,
): Policy {
  const known = [...new Set([...tailored.keys(), ...benchmark.profiles.keys()])]
  const found = known.filter((id) => id === wanted || id.endsWith(`_profile_${wanted}`))
  const id = wanted === undefined ? undefined : (known.find((one) => one === wanted) ?? found[0])
  if (wanted !== undefined && (id === undefined || (id !== wanted && found.length > 1)))
    throw new CliError(found.length > 1 ? `Several profiles end with ${wanted}.` : `There is no profile ${wanted}.`, {
      hint: `Known: ${known.join(', ')}.`,
    })
  try {
    return resolvePolicy(benchmark, id, tailored)
  } catch (error) {
    if (error instanceof PolicyError) throw new CliError(`The profile cannot be used: ${error.message}.`)
    throw error
  }
}

function onlyRules(policy: Policy, wanted: readonly string[] | undefined): Policy {
  if (wanted === undefined || wanted.length === 0) return policy
  const missing = wanted.find((id) => !policy.rules.some(({ rule }) => rule.id === id))
  if (missing !== undefined) throw new CliError(`There is no rule ${missing}.`)
  return {
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, selected: rule.selected && wanted.includes(rule.rule.id) })),
  }
}

function byRule(results: readonly RuleResult[]): ReadonlyMap<string, readonly RuleResult[]> {
  const found = new Map<string, RuleResult[]>()
  for (const one of results) found.set(one.rule.rule.id, [...(found.get(one.rule.rule.id) ?? []), one])
  return found
}

/** One word for a rule that has a result of every definition. */
function wordOf(results: readonly RuleResult[]): string {
  return combine(
    'AND',
    results.map(({ result }) => result),
  )
}
