import { paddedDecimalsKey } from './key.ts'
import { compareDecimal, compareNumbers, comparePadded } from './order.ts'
import { maxVersionLength, type VersionScheme } from './scheme.ts'

interface JvmVersion {
  readonly numbers: readonly string[]
  readonly earlyAccess: boolean
}

const legacy = /^1\.([0-9]+)(?:\.[0-9]+)?(?:_([0-9]+)|-update_?([0-9]+))?(-ea)?(?:-b[0-9]+)?$/
const modern = /^([0-9]+(?:\.[0-9]+)*)(-ea)?(?:\+[0-9a-z.-]*)?$/

/** Java runtimes: `1.8.0_131-b11` and `8.0.131+11` are the same; builds are not ordered. Source: JEP 223, JEP 322. */
export const jvm: VersionScheme<JvmVersion> = {
  parse(text) {
    if (text.length > maxVersionLength) return undefined
    const old = legacy.exec(text)
    if (old !== null) {
      return { numbers: [old[1] as string, '0', old[2] ?? old[3] ?? '0'], earlyAccess: old[4] !== undefined }
    }
    const match = modern.exec(text)
    return match === null
      ? undefined
      : { numbers: (match[1] as string).split('.'), earlyAccess: match[2] !== undefined }
  },
  compare: (a, b) =>
    comparePadded(a.numbers, b.numbers, '0', compareDecimal) ||
    compareNumbers(a.earlyAccess ? 0 : 1, b.earlyAccess ? 0 : 1),
  key: ({ numbers, earlyAccess }) => paddedDecimalsKey(numbers) + (earlyAccess ? '0' : '1'),
}
