import rank from './source-rank.json' with { type: 'json' }

/** What decides between sources that state the same. */
export interface Stater {
  readonly sourceId: number
  readonly sourceKind: string
  readonly complete: boolean
  readonly observedAt: string
  readonly receivedAt: string
}

const staleMs = rank.staleHours * 3600_000

/** The source to believe, by the rules of source-rank.json. Equal ones go by the order of their enrolment, so that the answer never wavers. */
export function bestSource<S extends Stater>(staters: readonly S[]): S | undefined {
  const latest = Math.max(...staters.map(({ receivedAt }) => Date.parse(receivedAt)))
  const fresh = staters.filter(({ receivedAt }) => latest - Date.parse(receivedAt) <= staleMs)
  return fresh.sort(
    (a, b) =>
      Number(b.complete) - Number(a.complete) ||
      placeOf(a) - placeOf(b) ||
      Date.parse(b.receivedAt) - Date.parse(a.receivedAt) ||
      a.sourceId - b.sourceId,
  )[0]
}

function placeOf({ sourceKind }: Stater): number {
  const place = rank.order.indexOf(sourceKind)
  return place < 0 ? rank.order.length : place
}
