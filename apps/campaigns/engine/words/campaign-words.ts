import type { Projection } from '../burn-down/project-end.ts'
import type { AssetState } from '../state/asset-state.ts'

export type Counts = Readonly<Record<AssetState, number>>

/** How a campaign stands, in one sentence that needs no screen around it. */
export function standing(counts: Counts, reachable: number): string {
  const total = Object.values(counts).reduce((sum, each) => sum + each, 0)
  const { infected, exploitable, unknown } = counts
  if (total === 0) return 'No asset is in its scope.'
  const parts = [
    ...(infected > 0 ? [`${infected} of ${total} show signs of infection`] : []),
    ...(exploitable > 0
      ? [
          `${exploitable} of ${total} can be exploited now${reachable > 0 ? `, ${reachable} of them over the network` : ''}`,
        ]
      : []),
    ...(unknown > 0 ? [`${unknown} of ${total} ${unknown === 1 ? 'was' : 'were'} never assessed`] : []),
  ]
  return parts.length === 0 ? `All ${total} are out of danger.` : `${parts.join('; ')}.`
}

/** When it ends at its pace, beside the deadline. Days are `2026-12-07`. */
export function ending(projection: Projection | null, deadline: string): string {
  const due = `The deadline is ${deadline}.`
  if (projection === null || projection.kind === 'done') return due
  if (projection.kind === 'too-early') return `${due} After three days an end can be projected.`
  if (projection.kind === 'no-end') return `No end in sight: what is left does not fall. ${due}`
  const latest = projection.latest ? `and ${projection.latest}` : 'and no end at all'
  return `At this pace it is over on ${projection.on} (90 % sure: between ${projection.soonest} ${latest}). ${due}`
}
