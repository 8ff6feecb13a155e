import { asRecord } from '../reading/index.ts'
import { decodeTextFile } from '../text/index.ts'
import { parseXml } from '../xml/index.ts'
import { readCycloneDx } from './cyclonedx.ts'
import { cycloneDxOfXml } from './cyclonedx-xml.ts'
import type { SbomReading } from './sbom.ts'
import { spdxOfTags } from './spdx-tags.ts'
import { readSpdx2 } from './spdx2.ts'
import { readSpdx3 } from './spdx3.ts'

/**
 * Reads a bill of materials: CycloneDX 1.0–1.7 in JSON or XML, SPDX 2.2 and 2.3 in JSON or tags, SPDX 3.0 in JSON. What is against the format but can be
 * understood is read, and named among the problems. Never throws.
 */
export function readSbom(bytes: Uint8Array): SbomReading {
  const text = decodeTextFile(bytes)
  const first = /\S/.exec(text)?.[0]
  if (first === '{') return ofJson(text)
  if (first === '<') {
    const reading = parseXml(text)
    if (!reading.ok) return refuse(`not XML: ${reading.problem.message} (character ${reading.problem.position})`)
    const document = cycloneDxOfXml(reading.root)
    return 'problem' in document ? refuse(document.problem) : readCycloneDx(document.record, document.problems)
  }
  const tags = spdxOfTags(text)
  return tags === undefined ? refuse('neither JSON, nor XML, nor SPDX tags') : readSpdx2(tags)
}

function ofJson(text: string): SbomReading {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return refuse(`not JSON: ${String((error as { message?: unknown }).message).slice(0, 200)}`)
  }
  const record = asRecord(value)
  if (record.bomFormat === 'CycloneDX') return readCycloneDx(record)
  if (typeof record.spdxVersion === 'string') return readSpdx2(record)
  if (typeof record['@context'] !== 'undefined' && record['@graph'] !== undefined) return readSpdx3(record)
  if (record.bomFormat !== undefined)
    return refuse(`bomFormat is ${JSON.stringify(record.bomFormat).slice(0, 64)}, not "CycloneDX"`)
  return refuse('neither CycloneDX (bomFormat) nor SPDX (spdxVersion, @graph)')
}

function refuse(problem: string): SbomReading {
  return { ok: false, problem }
}
