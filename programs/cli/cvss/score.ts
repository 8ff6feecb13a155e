import { type CvssScores, type CvssVersion, parseCvss, scoreCvss } from '@holdfast/kit/cvss'
import { csvLine, tableLines, visible } from '@holdfast/kit/tabular'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readLines } from '../input/read-lines.ts'

/** Longer than any vector; what is longer is an error, not read to its end. Unit: UTF-16 code units. */
const maxLineLength = 4096

interface Scored extends CvssScores {
  readonly vector: string
  readonly version: CvssVersion
}

type Answer = Scored | { readonly vector: string; readonly error: string }

const columns = ['vector', 'version', 'base', 'temporal', 'environmental', 'score', 'severity'] as const

/** `holdfast cvss` */
export async function run(context: VerbContext): Promise<number> {
  const { positionals, options, out } = context
  const form = (options.output as string | undefined) ?? 'table'
  const [text] = positionals
  if (options.stdin === true) {
    if (text !== undefined) throw new CliError('--stdin reads the vectors: leave them out of the command line.')
    return scoreLines(form, context)
  }
  if (text === undefined) {
    throw new CliError('"holdfast cvss" needs VECTOR, or --stdin.', {
      hint: 'For example: holdfast cvss CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H',
    })
  }
  const answer = score(text)
  if ('error' in answer && (form === 'table' || form === 'csv')) {
    throw new CliError(`"${answer.vector}" is not a CVSS vector: ${answer.error}.`)
  }
  if (form === 'table') await out(`${tableLines(columns, [cells(answer)]).join('\n')}\n`)
  else await out(head(form) + write(form === 'csv' ? 'csv' : 'ndjson', answer))
  return 'error' in answer ? exitCode.usage : exitCode.ok
}

async function scoreLines(form: string, { out, say, stop }: VerbContext): Promise<number> {
  let lines = 0
  let refused = 0
  let begun = false
  if (form !== 'json') await out(head(form))
  for await (const batch of readLines(process.stdin, maxLineLength)) {
    stop.throwIfAborted()
    let text = ''
    for (const line of batch) {
      const answer = line === undefined ? tooLong : score(line)
      lines++
      if ('error' in answer) refused++
      if (form === 'json') text += `${begun ? ',' : '['}\n${JSON.stringify(answer)}`
      else text += write(form, answer)
      begun = true
    }
    await out(text)
  }
  if (form === 'json') await out(begun ? '\n]\n' : '[]\n')
  if (refused > 0) say(`${refused} of ${lines} lines are not CVSS vectors.`)
  return exitCode.ok
}

const tooLong: Answer = { vector: '', error: `the line is longer than ${maxLineLength} characters` }

function score(text: string): Answer {
  const vector = text.trim()
  const parsed = parseCvss(vector)
  if (parsed.ok) return { vector, version: parsed.value.version, ...scoreCvss(parsed.value) }
  const { message, position } = parsed.problem
  return { vector: vector.slice(0, maxLineLength), error: `${message} (at position ${position + 1})` }
}

function head(form: string): string {
  if (form === 'csv') return csvLine([...columns, 'error'])
  return form === 'table' ? `${columns.slice(1).join('\t')}\tvector\n` : ''
}

function write(form: string, answer: Answer): string {
  if (form === 'ndjson') return `${JSON.stringify(answer)}\n`
  const error = 'error' in answer ? answer.error : ''
  if (form === 'csv') return csvLine([...cells(answer), error])
  const [vector, ...scores] = cells(answer)
  return `${[...(error === '' ? scores : ['?', error]), vector].map((cell) => visible(cell ?? '')).join('\t')}\n`
}

function cells(answer: Answer): readonly string[] {
  return columns.map((column) => String((column in answer ? answer[column as keyof Answer] : null) ?? ''))
}
