import { compareDecimal, compareNumbers, compareText } from './order.ts'
import { maxVersionLength, type Order, type VersionScheme } from './scheme.ts'

interface AlpmVersion {
  readonly epoch: string
  readonly version: string
  readonly release: string | undefined
}

/** `[epoch:]version[-release]`; the release counts only where both have one. Source: vercmp(8). */
export const alpm: VersionScheme<AlpmVersion> = {
  parse(text) {
    if (text === '' || text.length > maxVersionLength || /[\s\0]/.test(text)) return undefined
    const colon = /^([0-9]*):/.exec(text)
    const rest = colon === null ? text : text.slice(colon[0].length)
    const hyphen = rest.lastIndexOf('-')
    return {
      epoch: colon?.[1] || '0',
      version: hyphen < 0 ? rest : rest.slice(0, hyphen),
      release: hyphen < 0 ? undefined : rest.slice(hyphen + 1),
    }
  },
  compare(a, b) {
    const order = compareDecimal(a.epoch, b.epoch) || comparePart(a.version, b.version)
    if (order !== 0 || a.release === undefined || b.release === undefined) return order
    return comparePart(a.release, b.release)
  },
}

/** Like rpm without `~` and `^`, but more separators are newer, and letters at the end are older than nothing. */
function comparePart(a: string, b: string): Order {
  if (a === b) return 0
  const run = /([^0-9a-z]*)([0-9]*)([a-z]*)/iy
  let i = 0
  let j = 0
  while (i < a.length && j < b.length) {
    run.lastIndex = i
    const [, leftGap, leftNumber, leftWord] = run.exec(a) as unknown as [string, string, string, string]
    run.lastIndex = j
    const [, rightGap, rightNumber, rightWord] = run.exec(b) as unknown as [string, string, string, string]
    i += leftGap.length
    j += rightGap.length
    if (i === a.length || j === b.length) break
    if (leftGap.length !== rightGap.length) return leftGap.length < rightGap.length ? -1 : 1
    const numeric = leftNumber !== ''
    if (numeric !== (rightNumber !== '')) return numeric ? 1 : -1
    const order = numeric ? compareDecimal(leftNumber, rightNumber) : compareText(leftWord, rightWord)
    if (order !== 0) return order
    i += (numeric ? leftNumber : leftWord).length
    j += (numeric ? rightNumber : rightWord).length
  }
  return compareEnds(a.slice(i), b.slice(j))
}

function compareEnds(a: string, b: string): Order {
  if (a === '' && b === '') return 0
  const older = (a === '' && !/^[a-z]/i.test(b)) || /^[a-z]/i.test(a)
  return compareNumbers(older ? 0 : 1, older ? 1 : 0)
}
