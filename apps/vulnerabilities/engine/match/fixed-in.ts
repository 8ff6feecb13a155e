import { schemeOf } from '@holdfast/kit/versions'
import { byCodeUnits } from './bounded.ts'

/** Fixed versions, each once, in the order of their ecosystem; those that do not parse come first. */
export function inOrderOfVersions(ecosystem: string, versions: Iterable<string>): readonly string[] {
  const scheme = schemeOf(ecosystem)
  return [...new Set(versions)]
    .map((text) => ({ text, version: scheme?.parse(text) }))
    .sort((a, b) => {
      if (scheme === undefined || a.version === undefined || b.version === undefined)
        return Number(a.version !== undefined) - Number(b.version !== undefined) || byCodeUnits(a.text, b.text)
      return scheme.compare(a.version, b.version) || byCodeUnits(a.text, b.text)
    })
    .map(({ text }) => text)
}
