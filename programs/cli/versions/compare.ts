import { compareVersions, ecosystems, schemeOf } from '@holdfast/kit/versions'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { nearest } from '../edit-distance.ts'
import { exitCode } from '../exit-code.ts'
import { readLines } from '../input/read-lines.ts'

/** Two versions and a name fit many times. Unit: UTF-16 code units. */
const maxRowLength = 8192

/** `holdfast versions compare` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options } = context
  if (options.stdin === true) {
    if (positionals.length > 0) throw new CliError('--stdin reads the versions: leave them out of the command line.')
    return compareRows(context)
  }
  const [ecosystem, a, b] = positionals
  if (ecosystem === undefined || a === undefined || b === undefined) {
    throw new CliError('"holdfast versions compare" needs ECOSYSTEM, A and B, or --stdin.', {
      hint: 'For example: holdfast versions compare Debian 1.2.3-1~deb12u1 1.2.3-1',
    })
  }
  const scheme = schemeOf(ecosystem)
  if (scheme === undefined) throw unknownEcosystem(ecosystem)
  for (const version of [a, b]) {
    if (scheme.parse(version) === undefined) {
      throw new CliError(`"${shortened(version)}" is not a version of ${ecosystem}.`)
    }
  }
  await context.out(`${compareVersions(ecosystem, a, b)}\n`)
  return exitCode.ok
}

async function compareRows({ out, say, stop }: VerbContext): Promise<number> {
  let row = 0
  let unanswered = 0
  let first = ''
  for await (const lines of readLines(process.stdin, maxRowLength)) {
    stop.throwIfAborted()
    let answers = ''
    for (const line of lines) {
      row++
      const order = line === undefined ? undefined : compareRow(line)
      if (order === undefined && unanswered++ === 0) first = `row ${row}: ${whyNot(line)}`
      answers += order === undefined ? '?\n' : `${order}\n`
    }
    await out(answers)
  }
  if (unanswered > 0) say(`${unanswered} of ${row} rows have no order. The first is ${first}`)
  return exitCode.ok
}

function compareRow(line: string): number | undefined {
  const first = line.indexOf('\t')
  const second = line.indexOf('\t', first + 1)
  if (first < 0 || second < 0) return undefined
  return compareVersions(line.slice(0, first), line.slice(first + 1, second), line.slice(second + 1))
}

function whyNot(line: string | undefined): string {
  if (line === undefined) return `it is longer than ${maxRowLength} characters.`
  const cells = line.split('\t')
  if (cells.length !== 3) return `it does not hold three cells with tabs between.`
  const [ecosystem, a, b] = cells as [string, string, string]
  const scheme = schemeOf(ecosystem)
  if (scheme === undefined) return `the ecosystem "${shortened(ecosystem)}" is not known.`
  const wrong = scheme.parse(a) === undefined ? a : b
  return `"${shortened(wrong)}" is not a version of ${ecosystem}.`
}

function unknownEcosystem(name: string): CliError {
  const near = nearest(name, ecosystems)
  return new CliError(`The ecosystem "${shortened(name)}" is not known.`, {
    hint: near.length > 0 ? `Did you mean ${near[0]}?` : `Known: ${ecosystems.join(', ')}.`,
  })
}

function shortened(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
