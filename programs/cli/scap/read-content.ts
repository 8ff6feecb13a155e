import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { type Checklist, readScapContent, type ScapContent, type ScapDocument } from '@holdfast/kit/scap'
import { parseXml } from '@holdfast/kit/xml'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'
import { readXml } from '../input/read-xml.ts'

/** Reads a data stream, or a benchmark with the documents beside it. Throws CliError with the place of what is wrong. */
export async function readContent(path: string): Promise<ScapContent> {
  const documents = new Map<string, ScapDocument | undefined>()
  const beside = (href: string): ScapDocument | undefined => {
    // Only files in the folder of the benchmark: content names no others.
    if (path === '-' || basename(href) !== href) return undefined
    if (!documents.has(href)) documents.set(href, readDocument(join(dirname(path), href)))
    return documents.get(href)
  }
  return (await readXml(path, (text) => readScapContent(text, beside))).content
}

function readDocument(path: string): ScapDocument | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
  const reading = parseXml(text)
  if (!reading.ok) throw new CliError(`${path}: ${reading.problem.message} (at character ${reading.problem.position}).`)
  return { root: reading.root, text }
}

/** The benchmark that is wanted; the only one where none is named. Throws CliError. */
export function chosenChecklist({ checklists }: ScapContent, wanted: string | undefined): Checklist {
  const found = checklists.filter(
    ({ benchmark, reference }) => wanted === undefined || benchmark.id === wanted || reference === wanted,
  )
  if (found[0] !== undefined && found.length === 1) return found[0]
  const names = checklists.map(({ benchmark }) => benchmark.id).join(', ')
  if (checklists.length === 0) throw new CliError('The data stream holds no benchmark.', { code: exitCode.nothing })
  throw new CliError(
    wanted === undefined
      ? 'There are several benchmarks: name one with --benchmark.'
      : `There is no benchmark ${wanted}.`,
    { hint: `Known: ${names}.` },
  )
}
