import { asRecord, asText, ProblemList, readJson } from '../reading/index.ts'
import { readCsafVex } from './read-csaf.ts'
import { readCycloneDxVex } from './read-cyclonedx.ts'
import { readOpenVex } from './read-openvex.ts'
import { type VexReading, vexLimits } from './vex.ts'

/**
 * Reads a VEX document: OpenVEX 0.0.1 and 0.2.0, a CSAF 2.0 document, or the vulnerabilities of a CycloneDX document in JSON. What is wrong with one
 * statement leaves the others as they are. Never throws.
 */
export function readVex(bytes: Uint8Array): VexReading {
  if (bytes.length > vexLimits.bytes) return refuse(`longer than ${vexLimits.bytes} bytes`)
  const problems = new ProblemList()
  const value = readJson(bytes, problems)
  const [broken] = problems.list
  if (broken !== undefined) return { ok: false, problem: broken }
  return readVexValue(value)
}

/** The same of a document that was parsed already. */
export function readVexValue(value: unknown): VexReading {
  const root = asRecord(value)
  const problems = new ProblemList()
  const document = /^https:\/\/openvex\.dev\/ns/.test(asText(root['@context']) ?? '')
    ? readOpenVex(root, problems)
    : root.bomFormat === 'CycloneDX'
      ? readCycloneDxVex(root, problems)
      : asRecord(root.document).csaf_version !== undefined
        ? readCsafVex(root, problems)
        : undefined
  if (document === undefined) return refuse('neither OpenVEX nor CSAF nor CycloneDX in JSON')
  return { ok: true, document, problems: problems.list }
}

function refuse(message: string): VexReading {
  return { ok: false, problem: { message } }
}
