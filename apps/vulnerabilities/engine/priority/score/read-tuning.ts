import type { ScoreModel } from './score-model.ts'
import { type Tuned, type Tuning, tuneModel } from './tune-model.ts'

const mostEntries = 50

/** A tenant's own weights and factors from outside: `{"weights": {"epss": 200, …}, "place": {"reach": {"local": 0.7}}}`. */
export function readTuning(model: ScoreModel, value: unknown): Tuned {
  if (!isRecord(value)) return refused('It is an object with "weights", "place" or both.')
  const strange = Object.keys(value).filter((key) => key !== 'weights' && key !== 'place')
  if (strange.length > 0) return refused(`There is no "${strange[0]}"; there are "weights" and "place".`)
  const { weights, place } = value
  if (weights !== undefined && !isNumbers(weights)) return refused('"weights" gives a number for each term.')
  if (place !== undefined && !(isRecord(place) && Object.values(place).every(isNumbers))) {
    return refused('"place" gives numbers for the levels of each term of the place.')
  }
  return tuneModel(model, value as Tuning)
}

function isNumbers(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every((one) => typeof one === 'number')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length <= mostEntries
  )
}

function refused(problem: string): Tuned {
  return { ok: false, problems: [problem] }
}
