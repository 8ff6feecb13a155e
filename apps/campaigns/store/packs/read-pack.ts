import { ContentError, positionIn, readDocument } from '@holdfast/platform/content'
import { Pack } from '../../engine/pack/pack.ts'
import { placedQueries } from '../../engine/pack/queries-of-pack.ts'
import { readQuestion } from '../language/asset-question.ts'

/**
 * Reads a pack: JSON (or YAML, of which JSON is a part) that fits the schema, with queries that are understood. Throws a ContentError that names each problem
 * with its line and column, and within a query with its character.
 */
export function readPack(path: string, text: string, now: number): Pack {
  const pack = readDocument(Pack, path, text)
  checkPack(path, text, pack, [], now)
  return pack
}

/** What a schema cannot say of a pack that stands at these steps of a document. Throws a ContentError. */
export function checkPack(path: string, text: string, pack: Pack, steps: readonly string[], now: number): void {
  const problems = [...queryProblems(pack, now), ...dateProblems(pack)]
  if (problems.length === 0) return
  throw new ContentError(
    problems.map(({ place, message }) => ({
      path,
      ...positionIn(text, [...steps, ...place]),
      message: `"${place.join('.')}" ${message}`,
    })),
  )
}

function queryProblems(pack: Pack, now: number) {
  return placedQueries(pack).flatMap(({ place, query }) => {
    const read = readQuestion(query, now)
    return 'problem' in read ? [{ place, message: `at character ${read.problem.at + 1}: ${read.problem.message}` }] : []
  })
}

function dateProblems(pack: Pack) {
  const { published, disclosed, attacked, cves } = pack
  const dates = [
    ...Object.entries({ published, disclosed, attacked }).map(([name, day]) => ({ place: [name], day })),
    ...cves.flatMap(({ exploited }, index) =>
      exploited
        ? [
            { place: ['cves', index, 'exploited', 'since'], day: exploited.since },
            { place: ['cves', index, 'exploited', 'due'], day: exploited.due },
          ]
        : [],
    ),
  ]
  return dates.flatMap(({ place, day }) =>
    day === undefined || isDay(day) ? [] : [{ place, message: `is no day of the calendar: ${day}` }],
  )
}

function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(time) && new Date(time).toISOString().startsWith(text)
}
