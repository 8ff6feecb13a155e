import { childOf, type XmlElement } from '@holdfast/kit/xml'

/** What a test of a definition looks at: a package, and what is demanded of it. Members that the test does not name are undefined. */
export interface OvalTest {
  /** Name of the package. */
  readonly name: string | undefined
  /** Epoch, version and release, and how they are compared: `less than`. */
  readonly evr: { readonly value: string; readonly operation: string } | undefined
  readonly architectures: readonly string[]
  /** A version or release by itself: those of the package that says which system it is, or of builds for something special. */
  readonly part: { readonly name: string; readonly value: string } | undefined
}

/** The tests of a document by their ids. Source: OVAL 5.11, `rpminfo_test` and `dpkginfo_test`. */
export function testsOf(root: XmlElement): ReadonlyMap<string, OvalTest> {
  // Ids are of one kind each, so that it does not matter in which section an entry stands.
  const entries = new Map(
    root.children.flatMap((section) => section.children.map((one) => [one.attributes.get('id') ?? '', one] as const)),
  )
  const tests = new Map<string, OvalTest>()
  for (const [id, test] of entries) {
    if (!test.name.endsWith('_test')) continue
    const object = entries.get(childOf(test, 'object')?.attributes.get('object_ref') ?? '')
    const state = entries.get(childOf(test, 'state')?.attributes.get('state_ref') ?? '')
    const evr = childOf(state, 'evr')
    const part = childOf(state, 'version') ?? childOf(state, 'release')
    tests.set(id, {
      name: childOf(object, 'name')?.text.trim() || undefined,
      evr: evr && { value: evr.text.trim(), operation: evr.attributes.get('operation') ?? 'equals' },
      architectures: architecturesOf(childOf(state, 'arch')?.text),
      part: part && { name: part.name, value: part.text.trim() },
    })
  }
  return tests
}

/** `(aarch64|x86_64)`, `aarch64|x86_64` or one. */
function architecturesOf(pattern: string | undefined): readonly string[] {
  return (pattern ?? '')
    .replace(/[()^$\s]/g, '')
    .split('|')
    .filter((one) => /^\w+$/.test(one))
}
