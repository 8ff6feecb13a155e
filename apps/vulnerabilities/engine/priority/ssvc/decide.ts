import type { DecisionTree } from './decision-tree.ts'

/** What is known of one decision point: the values that it can have, and why. Without values nothing is known. */
export interface PointInput {
  readonly values?: readonly string[]
  readonly because: string
}

export interface PointReading {
  readonly id: string
  readonly title: string
  /** All that it can be; one when it is known. */
  readonly values: readonly string[]
  readonly known: boolean
  readonly because: string
  /** Whether knowing it better could change the decision. */
  readonly decisive: boolean
}

export interface Decision {
  readonly tree: string
  readonly version: string
  /** Every decision that is possible with what is known, from the least urgent to the most. One when nothing open matters. */
  readonly possible: readonly string[]
  readonly decided: boolean
  readonly points: readonly PointReading[]
  readonly sentence: string
}

/** Walks a tree with what is known. What is not known is not guessed: every decision that it leaves open is named. Values that a point does not have say nothing. */
export function decide(tree: DecisionTree, inputs: Readonly<Record<string, PointInput | undefined>>): Decision {
  const readings = tree.points.map(({ id, values, title }) => {
    const input = Object.hasOwn(inputs, id) ? inputs[id] : undefined
    const given = values.filter((value) => input?.values?.includes(value))
    const possible = given.length === 0 ? values : given
    const because =
      given.length === 0 && (input?.values?.length ?? 0) > 0 ? 'what is given is none of its values' : input?.because
    return { id, title, values: possible, known: possible.length === 1, because: because ?? 'nothing is known' }
  })
  const allowed = readings.map(({ values }) => values)
  const possible = decisionsWithin(tree, allowed)
  const points = readings.map((reading, index): PointReading => {
    // It matters when fixing it to one of its values leaves less open.
    const decisive =
      possible.length > 1 &&
      reading.values.some((value) => decisionsWithin(tree, allowed.with(index, [value])).length < possible.length)
    return { ...reading, decisive: !reading.known && decisive }
  })
  return {
    tree: tree.id,
    version: tree.version,
    possible,
    decided: possible.length === 1,
    points,
    sentence: sentenceOf(tree, possible, points),
  }
}

function decisionsWithin(tree: DecisionTree, allowed: readonly (readonly string[])[]): readonly string[] {
  const found = new Set<string>()
  for (const row of tree.rows) {
    if (allowed.every((values, index) => values.includes(row[index] ?? ''))) found.add(row.at(-1) ?? '')
  }
  return tree.decisions.map(({ id }) => id).filter((id) => found.has(id))
}

function sentenceOf(tree: DecisionTree, possible: readonly string[], points: readonly PointReading[]): string {
  const titles = tree.decisions.filter(({ id }) => possible.includes(id)).map(({ title }) => title)
  const known = points.filter(({ known }) => known).map(({ title, values }) => `${title.toLowerCase()} is ${values[0]}`)
  const grounds = known.length === 0 ? 'nothing is known' : known.join(', ')
  if (titles.length === 1) return `${titles[0]}: ${grounds}.`
  const open = points.filter(({ decisive }) => decisive).map(({ title }) => title.toLowerCase())
  const last = titles.at(-1)
  return `${titles.slice(0, -1).join(', ')} or ${last}: ${grounds}; open is ${open.join(', ')}.`
}
