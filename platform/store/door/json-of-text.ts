import { valueTypes } from './value-types.ts'

const jsonb = 3802
const whole: ReadonlySet<number> = new Set([21, 23, 26])
const texts: ReadonlySet<number> = new Set([25, 1042, 1043, 1082, 1114, 2950])

/**
 * How a value of a type (its object id), as PostgreSQL writes it, becomes the JSON that the value would be in the program: what is JSON of one
 * line already passes unread.
 */
export function jsonOfText(type: number): (text: string) => string {
  if (type === jsonb || whole.has(type)) return (text) => text
  if (texts.has(type)) return JSON.stringify
  const read = valueTypes.getTypeParser(type, 'text') as (text: string) => unknown
  return (text) => JSON.stringify(read(text))
}
