import { type CsafGroup, validateCsaf } from '@holdfast/kit/csaf'
import { asRecord, ProblemList, readJson } from '@holdfast/kit/reading'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { writeList } from '../client/write-list.ts'
import { exitCode } from '../exit-code.ts'
import { readNamed } from '../input/read-named.ts'

/** `holdfast csaf check` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options, say } = context
  const path = positionals[0] as string
  const problems = new ProblemList()
  const value = readJson(await readNamed(path), problems)
  const [problem] = problems.list
  if (problem !== undefined)
    throw new CliError(
      `${path} is ${problem.message}${problem.offset === undefined ? '' : ` (at character ${problem.offset})`}.`,
    )
  const version = asRecord(asRecord(value).document).csaf_version
  if (version !== '2.0') throw new CliError(`${path} is no document of CSAF 2.0: document.csaf_version is not "2.0".`)
  const group = options.group as CsafGroup | undefined
  const issues = validateCsaf(value, group === undefined ? {} : { groups: [group] })
  const columns = ['test', 'group', 'position', 'message']
  await writeList(context, {
    rows: issues.map((issue) => ({ ...issue })),
    tenant: undefined,
    columns,
    entity: 'csaf-issues',
  })
  const invalid = issues.filter((issue) => issue.group === 'mandatory').length
  say(invalid === 0 ? 'No mandatory test fails.' : `${invalid} failures of mandatory tests: the document is invalid.`)
  return invalid === 0 ? exitCode.ok : exitCode.findings
}
