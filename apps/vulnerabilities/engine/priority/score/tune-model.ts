import { type PlaceTermId, placeTermIds, type ScoreModel, type TermId, termIds } from './score-model.ts'

/** What a tenant sets otherwise than the published model. */
export interface Tuning {
  /** Points by term. All weights together must still add up to the scale. */
  readonly weights?: Readonly<Record<string, number>>
  /** Factors by place term and level: `{ reach: { local: 0.7 } }`. */
  readonly place?: Readonly<Record<string, Readonly<Record<string, number>>>>
}

export type Tuned =
  | { readonly ok: true; readonly model: ScoreModel }
  | { readonly ok: false; readonly problems: readonly string[] }

/** The model with a tenant's own weights and factors, or everything that is wrong with them. */
export function tuneModel(model: ScoreModel, tuning: Tuning): Tuned {
  const problems: string[] = []
  const changes: string[] = []
  const terms = { ...model.terms }
  const place = { ...model.place }
  for (const [id, weight] of Object.entries(tuning.weights ?? {})) {
    if (!isTerm(id)) {
      problems.push(`There is no term "${id}"; there are ${termIds.join(', ')}.`)
      continue
    }
    const { bounds, weight: published } = terms[id]
    const [least = 0, most = 0] = bounds
    if (!Number.isInteger(weight) || weight < least || weight > most) {
      problems.push(`The weight of ${id} is a whole number from ${least} to ${most}, not ${weight}.`)
    }
    if (weight !== published) changes.push(`${id} ${weight} instead of ${published}`)
    terms[id] = { ...terms[id], weight }
  }
  const sum = termIds.reduce((total, id) => total + terms[id].weight, 0)
  if (sum !== model.scale) {
    const off = Math.abs(sum - model.scale)
    const what = sum > model.scale ? `take ${off} away` : `give ${off} more`
    problems.push(`The weights add up to ${sum}; they must add up to ${model.scale}: ${what}.`)
  }
  for (const [id, levels] of Object.entries(tuning.place ?? {})) {
    if (!isPlaceTerm(id)) {
      problems.push(`There is no term of the place "${id}"; there are ${placeTermIds.join(', ')}.`)
      continue
    }
    const { bounds, levels: published } = place[id]
    const [least = 0, most = 0] = bounds
    for (const [level, factor] of Object.entries(levels)) {
      if (!Object.hasOwn(published, level)) {
        problems.push(`${id} has no level "${level}"; it has ${Object.keys(published).join(', ')}.`)
      } else if (!(factor >= least && factor <= most)) {
        problems.push(`The factor of ${id} ${level} is a number from ${least} to ${most}, not ${factor}.`)
      } else if (factor !== published[level]) {
        changes.push(`${id} ${level} × ${factor} instead of × ${published[level]}`)
      }
    }
    const tuned = { ...published, ...levels }
    const inOrder = Object.keys(published).map((level) => [level, tuned[level] ?? 0] as const)
    inOrder.forEach(([level, factor], index) => {
      const [before, factorBefore] = inOrder[index - 1] ?? [level, factor]
      if (factor < factorBefore) {
        problems.push(`${id} ${level} must not count less (× ${factor}) than ${before} (× ${factorBefore}).`)
      }
    })
    place[id] = { ...place[id], levels: tuned }
  }
  if (problems.length > 0) return { ok: false, problems }
  return { ok: true, model: { ...model, terms, place, changes: [...model.changes, ...changes] } }
}

function isTerm(id: string): id is TermId {
  return (termIds as readonly string[]).includes(id)
}

function isPlaceTerm(id: string): id is PlaceTermId {
  return (placeTermIds as readonly string[]).includes(id)
}
