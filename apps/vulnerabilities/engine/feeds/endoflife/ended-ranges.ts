import { compareVersions } from '@holdfast/kit/versions'
import type { Affected } from '../../advisory.ts'

/** A line of releases that is kept, or not, as a whole. */
export interface ReleaseCycle {
  /** What its versions begin with: `18`, `3.2`. */
  readonly name: string
  readonly ended: boolean
}

interface Span extends ReleaseCycle {
  readonly from: string
  readonly to: string
}

const cycleName = /^\d{1,9}(?:\.\d{1,9}){0,3}$/

/** Whether a name of a cycle tells which versions are of it. */
export function namesVersions(name: string): boolean {
  return cycleName.test(name)
}

/**
 * The versions of cycles that ended, each up to the next that is still kept, or on without end where none is. Of a cycle and a part of it (2 and 2.3) the part
 * counts for its own versions. What is older than all that are named ended with the oldest.
 */
export function endedRanges(cycles: readonly ReleaseCycle[]): Affected['ranges'] {
  const spans = cycles
    .filter(({ name }) => namesVersions(name))
    .map((one): Span => ({ ...one, from: one.name, to: nextOf(one.name) }))
  const edges = [...new Set(spans.flatMap(({ from, to }) => [from, to]))].sort(order)
  const ranges: Affected['ranges'][number][] = []
  let introduced: string | undefined = spans.find(({ from }) => from === edges[0])?.ended ? '0' : undefined
  for (const edge of edges) {
    const ended = stateAt(spans, edge)
    if (ended === false && introduced !== undefined) {
      ranges.push({ type: 'ECOSYSTEM', events: [{ introduced }, { fixed: edge }] })
      introduced = undefined
    } else if (ended === true) introduced ??= edge
  }
  if (introduced !== undefined) ranges.push({ type: 'ECOSYSTEM', events: [{ introduced }] })
  return ranges
}

/** What the narrowest cycle around a version says; undefined where there is none, as between 3.3 and 4.0. */
function stateAt(spans: readonly Span[], version: string): boolean | undefined {
  const around = spans.filter(({ from, to }) => order(from, version) <= 0 && order(version, to) < 0)
  return around.sort((a, b) => b.name.split('.').length - a.name.split('.').length)[0]?.ended
}

/** Where a cycle ends: 2.4 of 2.3. */
function nextOf(name: string): string {
  const parts = name.split('.')
  return [...parts.slice(0, -1), Number(parts.at(-1)) + 1].join('.')
}

function order(a: string, b: string): number {
  return compareVersions('generic', a, b) ?? 0
}
