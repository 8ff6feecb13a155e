import type { Tone, Widget } from './board.ts'

/** A widget while it is edited: what its kind does not know may linger. */
export type Draft = Omit<Widget, 'before' | 'better'> & {
  readonly before?: Widget['before'] | ''
  readonly better?: Widget['better'] | ''
}

const tones: readonly string[] = ['ok', 'warn', 'failed']

/** Colour rules as one line: "0 ok, 1 warn". */
export function coloursText(colours: Widget['colours']): string {
  return (colours ?? []).map(({ from, tone }) => `${from} ${tone}`).join(', ')
}

/** The rules that a line says; undefined where it cannot be read. */
export function coloursOf(text: string): NonNullable<Widget['colours']> | undefined {
  if (text.trim() === '') return []
  const rules = text.split(',').map((part) => /^\s*(-?\d+(?:\.\d+)?)\s+(\w+)\s*$/.exec(part))
  if (rules.some((rule) => rule === null || !tones.includes(rule[2]!)) || rules.length > 5) return undefined
  return rules.map((rule) => ({ from: Number(rule![1]), tone: rule![2] as Tone }))
}

/** What is missing or wrong, as a sentence; undefined when it can be kept. */
export function problemIn(draft: Draft, colours: string): string | undefined {
  const { kind, title, width, groupBy = [], limit = 10, points = 30 } = draft
  if (title.trim() === '') return 'Give it a title.'
  if (!isWhole(width, 2, 12)) return 'The width is 2 to 12 columns.'
  if (kind === 'table' || kind === 'bar') {
    if (groupBy.length < 1 || groupBy.length > 3 || !groupBy.every((key) => /^[A-Za-z][\w.-]*(\/[hdwMy])?$/.test(key)))
      return 'Say by what it is counted: one to three fields, with commas between them.'
    if (!isWhole(limit, 1, 100)) return 'It shows 1 to 100 rows.'
  }
  if (kind === 'trend' && !isWhole(points, 2, 60)) return 'A line has 2 to 60 points.'
  if ((kind === 'number' || kind === 'ratio') && coloursOf(colours) === undefined)
    return 'Colours are a number and ok, warn or failed, with commas: 0 ok, 1 warn.'
  return undefined
}

/** The widget with exactly what its kind knows. */
export function bodyOf(draft: Draft, colours: Widget['colours']): Widget {
  const { id, kind, title, list, query, width } = draft
  const shared = { id, kind, title: title.trim(), list, query, width }
  const coloured = colours && colours.length > 0 ? { colours } : {}
  switch (kind) {
    case 'number':
      return {
        ...shared,
        ...(draft.before && { before: draft.before }),
        ...(draft.better && { better: draft.better }),
        ...coloured,
      }
    case 'ratio':
      return { ...shared, of: draft.of ?? '', ...coloured }
    case 'table':
    case 'bar':
      return { ...shared, groupBy: draft.groupBy ?? [], limit: draft.limit ?? 10 }
    case 'trend':
      return { ...shared, every: draft.every ?? 'd', points: draft.points ?? 30 }
  }
}

function isWhole(value: number, from: number, to: number): boolean {
  return Number.isInteger(value) && value >= from && value <= to
}
