import { lastWord, purlsOfPackage, readVex, type VexDocument } from '@holdfast/kit/vex'
import type { SoftwareExcepted, SoftwareFinding, VerbContext } from '@holdfast/platform/contract'
import { exitStatus, ScanError, type ScanResult } from '@holdfast/platform/scanning'
import { readInput } from '../input/read-input.ts'

/** The documents that the command line names. Throws ScanError for one that is none, and tells of statements that are left out. */
export async function readVexFiles({ options, say }: VerbContext): Promise<readonly VexDocument[]> {
  const paths = (options.vex ?? []) as readonly string[]
  const documents: VexDocument[] = []
  for (const path of paths) {
    const reading = readVex(await readInput(path))
    if (!reading.ok) {
      const { message, offset } = reading.problem
      throw new ScanError(
        `${path}: ${message}${offset === undefined ? '' : ` at character ${offset}`}.`,
        exitStatus.usage,
      )
    }
    for (const { message, part } of reading.problems)
      say(`holdfast: ${path}: ${part === undefined ? '' : `${part} `}${message}: it is left out.`)
    documents.push(reading.document)
  }
  return documents
}

/** Takes out what the last statement about it says is not affected, or fixed. */
export function applyVex(result: ScanResult, documents: readonly VexDocument[]): ScanResult {
  if (documents.length === 0) return result
  const { assessment, target } = result
  const findings: SoftwareFinding[] = []
  const excepted: SoftwareExcepted[] = []
  for (const finding of assessment.findings) {
    const exception = exceptionOf(finding, documents, target.name)
    if (exception === undefined) findings.push(finding)
    else excepted.push(exception)
  }
  return { ...result, assessment: { ...assessment, findings, excepted: [...assessment.excepted, ...excepted] } }
}

function exceptionOf(
  finding: SoftwareFinding,
  documents: readonly VexDocument[],
  whole: string,
): SoftwareExcepted | undefined {
  const { check, aliases, purl, name, namedAs, installed } = finding
  const source = name === namedAs ? undefined : { name: namedAs, version: installed }
  const purls = purlsOfPackage(purl, source)
  const word = lastWord(documents, { vulnerability: [check, ...aliases], purls, within: [whole] })
  if (word === undefined) return undefined
  const { statement, document } = word
  const { status, justification, impact } = statement
  if (status !== 'not_affected' && status !== 'fixed') return undefined
  return { finding, status, justification, words: impact, author: document.author, document: document.id }
}

/** What became of the documents, for people: one that changes nothing is often about something else. */
export function vexLines({ assessment }: ScanResult, documents: readonly VexDocument[]): readonly string[] {
  if (documents.length === 0) return []
  const count = assessment.excepted.length
  if (count > 0) return [`${count} ${count === 1 ? 'vulnerability is' : 'vulnerabilities are'} not counted, by VEX.`]
  return ['No statement of the VEX documents is about what was found.']
}
