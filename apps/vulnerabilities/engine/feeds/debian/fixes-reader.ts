import { asRecord, asText } from '@holdfast/kit/reading'
import type { FeedReader } from '../feed-reader.ts'
import { advisoryRecord, affectedEntry, fixedIn, isCve, nameOf } from '../make-advisory.ts'
import { textLines } from '../pieces/text-lines.ts'
import { ecosystemOfSuite } from './suite.ts'

/**
 * Fixed versions of CVEs as changelogs of Debian tell them, one a line: `{"source", "cve", "fixed_version", "suite"}`. They tell of some packages only,
 * so no release is covered by them.
 */
export const debianFixesReader: FeedReader = {
  id: 'debian-fixes',
  matches: (_, start) => /^\s*\{(?=[^}\n]*"source":)(?=[^}\n]*"cve":)(?=[^}\n]*"fixed_version":)/.test(start),
  async *read({ path, pieces }) {
    for await (const { line, text } of textLines(pieces, 1 << 20)) {
      const at = `${path} line ${line}`
      if (text?.trim() === '') continue
      let row: ReturnType<typeof asRecord>
      try {
        row = asRecord(JSON.parse(text ?? ''))
      } catch {
        yield { kind: 'problem', at, message: 'not JSON' }
        continue
      }
      const [source, cve, fixed] = [nameOf(row.source), nameOf(row.cve), nameOf(row.fixed_version)]
      const suite = asText(row.suite) ?? ''
      const ecosystem = ecosystemOfSuite(suite)
      if (source === undefined || fixed === undefined || !isCve(cve)) {
        yield { kind: 'problem', at, message: 'names no source, CVE or fixed version' }
      } else if (ecosystem === undefined) {
        yield { kind: 'problem', at, message: `the suite "${suite.slice(0, 60)}" is not known` }
      } else if (ecosystem !== '')
        yield advisoryRecord({
          id: `DEBIAN-${cve}/${source}/${suite}`,
          upstream: [cve],
          affected: [affectedEntry({ ecosystem, name: source, names: 'source', ranges: fixedIn(fixed) })],
        })
    }
  },
}
