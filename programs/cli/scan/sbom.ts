import { basename } from 'node:path'
import { readSbom, type Sbom } from '@holdfast/kit/sbom'
import type { ScannedContent, VerbContext } from '@holdfast/platform/contract'
import { exitStatus, ScanError } from '@holdfast/platform/scanning'
import { readInput } from '../input/read-input.ts'
import { allParts } from './all-parts.ts'
import { assessAll, nothingCollected, nothingJudged, runScan } from './run-scan.ts'

/** Assesses a bill of materials and writes the result; gives the exit status. */
export async function run(context: VerbContext): Promise<number> {
  const { parts } = await allParts()
  return runScan(context, parts, async () => {
    const path = context.positionals[0] ?? ''
    const { sbom, scanned } = await readBill(path)
    const assessment = await assessAll(parts, scanned, context)
    const name = sbom.subject?.name ?? (path === '-' ? 'standard input' : basename(path))
    const target = { kind: 'sbom', name, seenAs: path, scannedAt: new Date().toISOString() } as const
    const problems = sbom.problems.map(({ message, position }) => ({
      fact: 'inventory.software' as const,
      scope: position ?? '',
      reason: 'malformed',
      detail: `${path}: ${position === undefined ? '' : `${position}: `}${message}`,
    }))
    const collected = { ...nothingCollected, problems }
    return { target, host: undefined, counted: [], collected, judgement: nothingJudged, assessment }
  })
}

/** Reads a bill of materials, or says what is wrong with it. */
export async function readBill(path: string): Promise<{ readonly sbom: Sbom; readonly scanned: ScannedContent }> {
  const bytes = await readInput(path)
  const reading = readSbom(bytes)
  if (!reading.ok) throw new ScanError(`${path}: ${reading.problem}`, exitStatus.usage)
  const { sbom } = reading
  const listed = sbom.components.map(({ purl, name, version, cpes, licenses, source, path: lies }) => ({
    purl,
    name,
    version,
    cpes,
    licenses,
    source,
    path: lies,
    development: false,
  }))
  return { sbom, scanned: { facts: [], listed, distribution: sbom.distribution } }
}
