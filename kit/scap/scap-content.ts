import { type CpeCheck, type CpeItem, cpeItemsOf } from '@holdfast/kit/cpe'
import { type Benchmark, benchmarkOf } from '@holdfast/kit/xccdf'
import {
  childOf,
  childrenOf,
  readXmlDocument,
  XmlContentError,
  type XmlDocument,
  type XmlElement,
} from '@holdfast/kit/xml'

/** A document of a stream, or beside a benchmark: its root element, and the text that positions count in. */
export interface ScapDocument {
  readonly root: XmlElement
  readonly text: string
}

/** A document by the name that content calls it by; undefined where there is none. */
export type FindDocument = (href: string) => ScapDocument | undefined

export interface Checklist {
  /** How the stream refers to it; undefined for a benchmark that stands alone. */
  readonly reference: string | undefined
  readonly stream: string | undefined
  readonly benchmark: Benchmark
  readonly find: FindDocument
}

/** A product of a dictionary, with the checks that tell whether it is there. */
export interface ScapProduct {
  readonly item: CpeItem
  readonly checks: readonly CpeCheck[]
  readonly find: FindDocument
}

/** What a source data stream, or a benchmark alone, holds. */
export interface ScapContent {
  readonly kind: 'data stream' | 'benchmark'
  readonly streams: readonly { readonly id: string; readonly scapVersion: string; readonly useCase: string }[]
  readonly checklists: readonly Checklist[]
  readonly products: readonly ScapProduct[]
}

/**
 * Reads a source data stream of SCAP 1.2 or 1.3, or a benchmark whose documents `beside` finds. Never throws. Source: NIST SP 800-126,
 * section 3.1.
 */
export function readScapContent(
  text: string,
  beside: FindDocument = () => undefined,
): XmlDocument<{ readonly content: ScapContent }> {
  return readXmlDocument(text, ['data-stream-collection', 'Benchmark'], (root) => {
    if (root.name !== 'Benchmark') return { content: contentOf(root, text) }
    const checklist = { reference: undefined, stream: undefined, benchmark: benchmarkOf(root), find: beside }
    return { content: { kind: 'benchmark', streams: [], checklists: [checklist], products: [] } }
  })
}

function contentOf(root: XmlElement, text: string): ScapContent {
  const components = new Map(
    root.children
      .filter(({ name }) => name === 'component' || name === 'extended-component')
      .map((component) => [component.attributes.get('id') ?? '', component.children[0]]),
  )
  const streams = childrenOf(root, 'data-stream')
  const checklists: Checklist[] = []
  const products: ScapProduct[] = []
  for (const stream of streams) {
    const references = stream.children.flatMap((part) => childrenOf(part, 'component-ref'))
    /** Undefined for what is elsewhere: nothing is fetched. */
    const component = (reference: XmlElement) => components.get((attribute(reference, 'href') ?? '').replace(/^#/, ''))
    const target = (reference: XmlElement): XmlElement => {
      const found = component(reference)
      const href = attribute(reference, 'href') ?? ''
      if (found === undefined) throw new XmlContentError(`there is no component ${href.slice(0, 200)}`, reference)
      return found
    }
    const finderOf = (reference: XmlElement): FindDocument => {
      const names = new Map(
        childrenOf(childOf(reference, 'catalog'), 'uri').map((uri) => [
          uri.attributes.get('name') ?? '',
          (uri.attributes.get('uri') ?? '').replace(/^#/, ''),
        ]),
      )
      const known = new Map<string, ScapDocument | undefined>()
      const look = (href: string): ScapDocument | undefined => {
        const wanted = names.get(href) ?? href.replace(/^#/, '')
        const found = references.find((one) => one.attributes.get('id') === wanted)
        const document = found === undefined ? undefined : component(found)
        return document === undefined ? undefined : { root: document, text }
      }
      return (href) => {
        if (!known.has(href)) known.set(href, look(href))
        return known.get(href)
      }
    }
    for (const reference of childrenOf(childOf(stream, 'dictionaries'), 'component-ref')) {
      const find = finderOf(reference)
      for (const item of cpeItemsOf(target(reference))) products.push({ item, checks: item.checks, find })
    }
    for (const reference of childrenOf(childOf(stream, 'checklists'), 'component-ref')) {
      const element = target(reference)
      // A tailoring may stand among the checklists, too.
      if (element.name !== 'Benchmark') continue
      checklists.push({
        reference: reference.attributes.get('id'),
        stream: stream.attributes.get('id'),
        benchmark: benchmarkOf(element),
        find: finderOf(reference),
      })
    }
  }
  return {
    kind: 'data stream',
    streams: streams.map((stream) => ({
      id: stream.attributes.get('id') ?? '',
      scapVersion: stream.attributes.get('scap-version') ?? '',
      useCase: stream.attributes.get('use-case') ?? '',
    })),
    checklists,
    products,
  }
}

/** An attribute whatever its prefix: `xlink:href`. */
function attribute(element: XmlElement, name: string): string | undefined {
  for (const [key, value] of element.attributes) if (key === name || key.endsWith(`:${name}`)) return value
  return undefined
}
