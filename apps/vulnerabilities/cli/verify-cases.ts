import { tableLines } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { exitStatus } from '@holdfast/platform/scanning'
import { verifyCases } from '../engine/labelled/verify-cases.ts'

const columns = ['subject', 'cases', 'found', 'false positives', 'false negatives', 'otherwise']

/** `holdfast feed verify-cases` */
export async function run({ options, out, say }: VerbContext): Promise<number> {
  const { subjects, wrong } = verifyCases()
  if (options.output === 'json') await out(`${JSON.stringify({ schemaVersion: 1, subjects, wrong }, null, 2)}\n`)
  else {
    const rows = subjects.map((one) =>
      [one.subject, one.cases, one.found, one.falsePositives, one.falseNegatives, one.otherwise].map(String),
    )
    await out(`${tableLines(columns, rows).join('\n')}\n`)
  }
  for (const { group, software, check, expected, answered, why } of wrong)
    say(`${group}: ${software} is ${expected} by ${check}, since ${why}; answered ${answered}.`)
  const cases = subjects.reduce((sum, one) => sum + one.cases, 0)
  say(
    wrong.length === 0 ? `All ${cases} cases are answered as labelled.` : `${wrong.length} of ${cases} cases are not.`,
  )
  return wrong.length === 0 ? exitStatus.ok : exitStatus.findings
}
