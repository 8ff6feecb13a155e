import type { FeedReader } from '../feed-reader.ts'
import { jsonParts, placeOf } from '../pieces/json-parts.ts'
import { readCsaf } from './read-csaf.ts'

/** Advisories and VEX documents of the Common Security Advisory Framework. Source: CSAF 2.0, OASIS Standard of 2022-11-18. */
export const csafReader: FeedReader = {
  id: 'csaf',
  matches: (path, start) => path.endsWith('.json') && /"csaf_version"\s*:\s*"2\./.test(start),
  async *read({ path, pieces }) {
    for await (const { path: within, value, problem } of jsonParts(pieces)) {
      const at = `${path} ${placeOf(within)}`.trim()
      if (problem !== undefined) yield { kind: 'problem', at, message: problem }
      else yield* readCsaf(value, at)
    }
  },
}
