import type { ScoreTerm } from './explain-score.ts'
import type { PlaceTermId, PlaceTermModel } from './score-model.ts'
import type { PlaceFacts } from './threat-facts.ts'

/** What a term of the place reads; without a level it is not known, and takes nothing away. */
export interface PlaceReading {
  readonly level: string | undefined
  readonly sentence: string
}

export function placeReading(id: PlaceTermId, place: PlaceFacts): PlaceReading {
  switch (id) {
    case 'criticality':
      return criticality(place)
    case 'reach':
      return reach(place)
    case 'use':
      return use(place)
  }
}

/** The line of a term of the place, applied to the points that stand so far. */
export function placeTermOf(id: PlaceTermId, model: PlaceTermModel, reading: PlaceReading, before: number): ScoreTerm {
  const { level } = reading
  const share = level === undefined ? 1 : (model.levels[level] ?? 1)
  const points = Math.round(before * share) - before
  const value = level === undefined ? null : id === 'criticality' ? Number(level) : level
  const { sentence } = reading
  // A difference of nothing is 0, never −0.
  return {
    id,
    title: model.title,
    value,
    known: level !== undefined,
    weight: null,
    share,
    points: points || 0,
    sentence,
  }
}

function criticality({ criticality }: PlaceFacts): PlaceReading {
  const level = [1, 2, 3, 4, 5].find((one) => one === criticality)
  if (level === undefined)
    return { level: undefined, sentence: 'How critical the asset is, is not known: this takes nothing away.' }
  const sentence = `The asset has criticality ${level} of 5.`
  return { level: String(level), sentence }
}

function reach({ reach }: PlaceFacts): PlaceReading {
  if (reach === undefined)
    return { level: undefined, sentence: 'Who can reach it over the network is not known: this takes nothing away.' }
  const sentences = {
    internet: 'It can be reached from the internet.',
    network: 'It listens to other hosts, not to the internet.',
    local: 'It listens to nobody outside of its host.',
  }
  return { level: reach, sentence: sentences[reach] }
}

function use({ use }: PlaceFacts): PlaceReading {
  if (use === undefined) return { level: undefined, sentence: 'Whether it runs is not known: this takes nothing away.' }
  return { level: use, sentence: use === 'running' ? 'It is running.' : 'It is installed and does not run.' }
}
