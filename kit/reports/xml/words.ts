import { childOf, childrenOf, type XmlElement } from '../../xml/index.ts'

/** The text of a child without space around it; undefined where there is none or it is empty. */
export function wordOf(element: XmlElement | undefined, name: string): string | undefined {
  const text = childOf(element, name)?.text.trim()
  return text === '' ? undefined : text
}

/** The texts of all children of a name. */
export function wordsOf(element: XmlElement | undefined, name: string): readonly string[] {
  return childrenOf(element, name).map(({ text }) => text.trim())
}

/** All elements of a name below one, however deep, in their order. */
export function* descendantsOf(element: XmlElement, name: string): Generator<XmlElement> {
  for (const child of element.children) {
    if (child.name === name) yield child
    yield* descendantsOf(child, name)
  }
}

/** All text in and below an element, in its order of elements, with single spaces. */
export function wholeText(element: XmlElement | undefined): string {
  if (element === undefined) return ''
  return [element.text, ...element.children.map(wholeText)].join(' ').replace(/\s+/g, ' ').trim()
}
