/** An element; names without their prefix. */
export interface XmlElement {
  readonly name: string
  /** Address of the namespace; empty where there is none. */
  readonly namespace: string
  readonly attributes: ReadonlyMap<string, string>
  readonly children: readonly XmlElement[]
  /** All text directly within, as it stands. */
  readonly text: string
  /** Where its start tag begins, in UTF-16 code units from the start of the document; absent where it was not read whole from one text. */
  readonly position?: number
}

/** The first child of a name. */
export function childOf(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((child) => child.name === name)
}

/** All children of a name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.children.filter((child) => child.name === name) ?? []
}
