/** Longer versions are none. Unit: UTF-16 code units. */
const maxLength = 1024

/** Orders versions by their numbers from left to right; whatever is no digit stands between numbers, and what is missing counts as zero. */
export function compareDotted(a: string, b: string): -1 | 0 | 1 | undefined {
  if (a.length > maxLength || b.length > maxLength) return undefined
  const left = a.split(/[^0-9]/)
  const right = b.split(/[^0-9]/)
  for (let index = 0; index < Math.max(left.length, right.length); index++) {
    const order = compareNumbers(left[index] ?? '', right[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}

function compareNumbers(a: string, b: string): -1 | 0 | 1 {
  const [x, y] = [a.replace(/^0+/, ''), b.replace(/^0+/, '')]
  if (x.length !== y.length) return x.length < y.length ? -1 : 1
  return x === y ? 0 : x < y ? -1 : 1
}

/** `major.minor(release)train`, with rebuilds: `12.4(24)T5`. */
const ios = /^(\d+)\.(\d+)(?:\((\d+)([a-z]?)(?:\.\d+)?\))?([A-Z]*)(\d*)([a-z]?)$/

/**
 * Orders versions of Cisco IOS by major, minor, release, train and rebuild; undefined for what is none. Source: OVAL 5.11, ios_version.
 */
export function compareIosVersions(a: string, b: string): -1 | 0 | 1 | undefined {
  const left = ios.exec(a.trim())
  const right = ios.exec(b.trim())
  if (left === null || right === null) return undefined
  for (const index of [1, 2, 3, 4, 5, 6, 7]) {
    const [x, y] = [left[index] ?? '', right[index] ?? '']
    const order = /^\d*$/.test(x) && /^\d*$/.test(y) ? compareNumbers(x, y) : x === y ? 0 : x < y ? -1 : 1
    if (order !== 0) return order
  }
  return 0
}
