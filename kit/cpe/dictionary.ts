import {
  childOf,
  childrenOf,
  readXmlDocument,
  XmlContentError,
  type XmlDocument,
  type XmlElement,
} from '@holdfast/kit/xml'
import type { CpeName } from './cpe-name.ts'
import { readFormattedString } from './formatted-string.ts'
import { cpeMatches } from './match-names.ts'
import { isCpeUri, readCpeUri } from './uri.ts'

/** A check that tells whether a product is there: for OVAL, the document and the id of a definition in it. */
export interface CpeCheck {
  readonly system: string
  readonly href: string
  readonly id: string
}

export interface CpeItem {
  readonly name: CpeName
  /** The name as it was given. */
  readonly text: string
  readonly title: string
  readonly deprecated: boolean
  /** What to say instead. */
  readonly deprecatedBy: readonly string[]
  readonly checks: readonly CpeCheck[]
}

/** Reads a dictionary of CPE 2.2 or 2.3. Never throws. Source: NISTIR 7697. */
export function readCpeDictionary(text: string): XmlDocument<{ readonly items: readonly CpeItem[] }> {
  return readXmlDocument(text, ['cpe-list'], (root) => ({ items: cpeItemsOf(root) }))
}

/** The items of a `<cpe-list>`. Throws XmlContentError. */
export function cpeItemsOf(root: XmlElement): readonly CpeItem[] {
  return childrenOf(root, 'cpe-item').map((element) => {
    const newer = childOf(element, 'cpe23-item')
    const text = newer?.attributes.get('name') ?? element.attributes.get('name') ?? ''
    const titles = childrenOf(element, 'title')
    const english = titles.find((title) => title.attributes.get('xml:lang')?.startsWith('en'))
    const replacements = childrenOf(newer, 'deprecation').flatMap((one) => childrenOf(one, 'deprecated-by'))
    return {
      name: cpeNameOf(text, newer ?? element),
      text,
      title: (english ?? titles[0])?.text.trim() ?? '',
      deprecated: element.attributes.get('deprecated') === 'true',
      deprecatedBy:
        replacements.length > 0
          ? replacements.map((one) => one.attributes.get('name') ?? '')
          : [element.attributes.get('deprecated_by') ?? []].flat(),
      checks: childrenOf(element, 'check').map((check) => ({
        system: check.attributes.get('system') ?? '',
        href: check.attributes.get('href') ?? '',
        id: check.text.trim(),
      })),
    }
  })
}

/** The items that say whether a product of a name is there: those whose name it covers. */
export function itemsFor(items: readonly CpeItem[], wanted: CpeName): readonly CpeItem[] {
  return items.filter(({ name }) => cpeMatches(wanted, name))
}

/** A name that an element gives, in either form. Throws XmlContentError. */
export function cpeNameOf(text: string, element: XmlElement): CpeName {
  const reading = isCpeUri(text) ? readCpeUri(text) : readFormattedString(text)
  if (reading.ok) return reading.name
  throw new XmlContentError(`"${text.slice(0, 200)}" is no name of a product: ${reading.problem.message}`, element)
}
