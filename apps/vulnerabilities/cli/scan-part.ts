import type { ScanPart } from '@holdfast/platform/contract'
import { explain } from '../engine/explain.ts'
import { assess } from './assess.ts'
import { openContent } from './open-content.ts'
import { softwareOf } from './software-of.ts'

/** What this app adds to a scan: what feeds say of the software that was found. */
export const scanPart: ScanPart = {
  async assess(scanned, place) {
    const library = await openContent(place)
    try {
      return assess(softwareOf(scanned), library)
    } finally {
      library.close()
    }
  },
  async explain(id, scanned, place) {
    const library = await openContent(place)
    try {
      const { checks, advisories, names, explanations } = explain(
        id,
        softwareOf(scanned).map(({ software }) => software),
        library,
      )
      const feeds = library.feeds().map(({ feed, date }) => ({ feed, date }))
      return { checks, advisories, names, software: explanations, feeds }
    } finally {
      library.close()
    }
  },
}
