import type { XmlElement } from './element.ts'
import { parseXml } from './parse-xml.ts'
import { placeIn } from './place.ts'

/** What is wrong with what a document says; `position` counts UTF-16 code units from its start. */
export class XmlContentError extends Error {
  override readonly name = 'XmlContentError'
  readonly position: number

  constructor(message: string, at: XmlElement) {
    super(message)
    this.position = at.position ?? 0
  }
}

/** What keeps a document from being read; line and column count from 1. */
export interface XmlProblem {
  readonly message: string
  readonly line: number
  readonly column: number
}

export type XmlDocument<T> = ({ readonly ok: true } & T) | { readonly ok: false; readonly problem: XmlProblem }

/** Parses a document whose root element has one of these names, and makes something of it; what is an XmlContentError becomes a problem with its place. */
export function readXmlDocument<T>(
  text: string,
  names: readonly string[],
  make: (root: XmlElement) => T,
): XmlDocument<T> {
  const fail = (message: string, position: number): XmlDocument<T> => ({
    ok: false,
    problem: { message, ...placeIn(text, position) },
  })
  const reading = parseXml(text)
  if (!reading.ok) return fail(reading.problem.message, reading.problem.position)
  const { root } = reading
  if (!names.includes(root.name)) {
    const wanted = names.map((name) => `<${name}>`).join(' or ')
    return fail(`the document is <${root.name}>, not ${wanted}`, root.position ?? 0)
  }
  try {
    return { ok: true, ...make(root) }
  } catch (error) {
    if (!(error instanceof XmlContentError)) throw error
    return fail(error.message, error.position)
  }
}
