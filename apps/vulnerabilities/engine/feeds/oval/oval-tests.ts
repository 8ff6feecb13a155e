import { decodeUtf8, encodeUtf8 } from '@holdfast/kit/text'
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

type State = Omit<OvalTest, 'name'>

const noState: State = { evr: undefined, architectures: [], part: undefined }

/** More than any real document has; with all of them there are some GB. */
const maxEntries = 5_000_000

/** Gathers tests, and the objects and states that they name, in whatever order they come. Source: OVAL 5.11, `rpminfo_test` and `dpkginfo_test`. */
export class OvalTests {
  readonly #tests = new Map<string, { readonly object: string; readonly state: string }>()
  readonly #names = new Map<string, string>()
  readonly #states = new Map<string, State>()

  /** Takes an entry of any section; false where there are too many. Ids are of one kind each, so that it does not matter in which section one stands. */
  add(entry: XmlElement): boolean {
    const id = detached(entry.attributes.get('id') ?? '')
    if (entry.name.endsWith('_test')) {
      const object = detached(childOf(entry, 'object')?.attributes.get('object_ref') ?? '')
      this.#tests.set(id, { object, state: detached(childOf(entry, 'state')?.attributes.get('state_ref') ?? '') })
    } else if (entry.name.endsWith('_object')) {
      const name = childOf(entry, 'name')?.text.trim()
      if (name) this.#names.set(id, detached(name))
    } else if (entry.name.endsWith('_state')) this.#states.set(id, stateOf(entry))
    return this.#tests.size + this.#names.size + this.#states.size <= maxEntries
  }

  /** Undefined where no such test is there. */
  get(id: string): OvalTest | undefined {
    const test = this.#tests.get(id)
    if (test === undefined) return undefined
    return { name: this.#names.get(test.object), ...(this.#states.get(test.state) ?? noState) }
  }
}

function stateOf(state: XmlElement): State {
  const evr = childOf(state, 'evr')
  const part = childOf(state, 'version') ?? childOf(state, 'release')
  return {
    evr: evr && { value: detached(evr.text.trim()), operation: detached(evr.attributes.get('operation') ?? 'equals') },
    architectures: architecturesOf(childOf(state, 'arch')?.text),
    part: part && { name: part.name, value: detached(part.text.trim()) },
  }
}

/** `(aarch64|x86_64)`, `aarch64|x86_64` or one. */
function architecturesOf(pattern: string | undefined): readonly string[] {
  return (pattern ?? '')
    .replace(/[()^$\s]/g, '')
    .split('|')
    .filter((one) => /^\w+$/.test(one))
    .map(detached)
}

/** A text of its own: one that was cut out of a longer one keeps all of that in memory. */
function detached(text: string): string {
  return decodeUtf8(encodeUtf8(text))
}
