import type { InstalledSoftware } from '../installed-software.ts'
import { inOrderOfVersions } from '../match/fixed-in.ts'
import type { Match, Matching } from '../match/match-software.ts'

/** The upgrade that ends all that an upgrade can end. */
export interface Clearing {
  /** The smallest version to which nothing applies any more that names a fix; undefined where no fix is named at all. */
  readonly version: string | undefined
  /** What stays after it, because nobody names a version that fixes it. */
  readonly stays: readonly string[]
}

/** A fix may lie within the range of another advisory, whose fix may lie in a third: real ones end after two or three. */
const mostSteps = 20

/**
 * Between an installed version and the fix that is named for it, every version is affected: so the greatest of these fixes is the least that can do. What
 * applies to that one in turn moves it on, until nothing with a fix is left.
 */
export function clearingVersion(
  all: readonly InstalledSoftware[],
  match: (software: InstalledSoftware) => Matching,
): Clearing {
  const [first] = all
  if (first === undefined) return { version: undefined, stays: [] }
  let matches = all.flatMap((software) => [...match(software).matches])
  let version: string | undefined
  for (let step = 0; step < mostSteps; step++) {
    const next = greatestFix(matches)
    if (next === undefined || next === version) break
    version = next
    matches = [...match(at(first, version)).matches]
  }
  return { version, stays: [...new Set(matches.map(({ check }) => check))] }
}

function greatestFix(matches: readonly Match[]): string | undefined {
  const [first] = matches
  if (first === undefined) return undefined
  return inOrderOfVersions(
    first.ecosystem,
    matches.flatMap(({ fixed }) => fixed.slice(-1)),
  ).at(-1)
}

/** The same software in another version, its source with it: packages of distributions are upgraded together with what they were built from. */
function at(software: InstalledSoftware, version: string): InstalledSoftware {
  const { source } = software
  return { ...software, version, ...(source && { source: { name: source.name, version } }) }
}
