/** A Python version from before PEP 440, as a list of texts that compare in order. */
export interface LegacyPythonVersion {
  readonly legacy: readonly string[]
}

const replacements: ReadonlyMap<string, string> = new Map([
  ['pre', 'c'],
  ['preview', 'c'],
  ['rc', 'c'],
  ['-', 'final-'],
  ['dev', '@'],
])

/** The order that setuptools gave to arbitrary texts before PEP 440. `text` is in lower case and bounded. */
export function parseLegacyPythonVersion(text: string): LegacyPythonVersion | undefined {
  if (!/^[0-9a-z][^\s\0]*$|^[-_.][^\s\0]+$/.test(text)) return undefined
  const parts: string[] = []
  for (const piece of text.match(/[0-9]+|[a-z]+|-|[^0-9a-z.-]+/g) ?? []) {
    const part = replacements.get(piece) ?? piece
    addPart(parts, /^[0-9]/.test(part) ? part.padStart(8, '0') : `*${part}`)
  }
  addPart(parts, '*final')
  return { legacy: parts }
}

function addPart(parts: string[], part: string): void {
  if (part.startsWith('*')) {
    // Before a prerelease tag a separator means nothing; before any word, zeros at the end mean nothing.
    if (part < '*final') while (parts.at(-1) === '*final-') parts.pop()
    while (parts.at(-1) === '00000000') parts.pop()
  }
  parts.push(part)
}
