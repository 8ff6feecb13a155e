import { Problem } from '../conventions/problem.ts'

const deepest = 64
const mostValues = 200_000

/**
 * Refuses parsed JSON that nothing behind it could take: deeper than 64 levels, more than 200,000 values, or texts that
 * PostgreSQL cannot store (NUL, lone surrogates). Iterative, since the depth is what it guards against. Throws Problem 400.
 */
export function checkValues(root: unknown, place: string): void {
  const stack: { value: unknown; depth: number }[] = [{ value: root, depth: 1 }]
  let count = 0
  for (let next = stack.pop(); next; next = stack.pop()) {
    const { value, depth } = next
    if (++count > mostValues) throw refuse(place, 'too-many-values', `There are more than ${mostValues} values.`)
    if (typeof value === 'string') checkText(value, place)
    if (typeof value !== 'object' || value === null) continue
    if (depth > deepest) throw refuse(place, 'too-deep', `The values are nested deeper than ${deepest} levels.`)
    if (Array.isArray(value)) for (const each of value) stack.push({ value: each, depth: depth + 1 })
    else {
      for (const [key, each] of Object.entries(value)) {
        checkText(key, place)
        stack.push({ value: each, depth: depth + 1 })
      }
    }
  }
}

function checkText(text: string, place: string) {
  if (text.includes('\0')) throw refuse(place, 'bad-text', 'A text holds the character NUL.')
  if (!text.isWellFormed()) throw refuse(place, 'bad-text', 'A text holds half of a surrogate pair.')
}

function refuse(pointer: string, code: string, message: string): Problem {
  return new Problem(400, 'invalid-request', message, { errors: [{ pointer, code, message }] })
}
