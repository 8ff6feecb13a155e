import { ProblemList, type Reading } from '../reading/index.ts'
import { decodeUtf8 } from '../text/index.ts'
import type { LanguagePackage } from './language-package.ts'

const maxLength = 1 << 20
const quoted = `(?:"([^"\\\\]*)"|'([^'\\\\]*)'|%q<([^<>]*)>)(?:\\.freeze)?`

/**
 * Reads an installed `specifications/*.gemspec` without running it: the stub line that RubyGems writes, else plain assignments in the
 * specification's block. Source: RubyGems `Gem::StubSpecification`.
 */
export function readGemspec(bytes: Uint8Array): Reading<LanguagePackage> {
  const problems = new ProblemList()
  const text = decodeUtf8(bytes.subarray(0, maxLength))
  const stub = /^# stub: (\S+) (\S+) \S+/m.exec(text)
  const variable = /Gem::Specification\.new\s+(?:do|\{)\s*\|\s*(\w+)\s*\|/.exec(text)?.[1]
  const name = stub?.[1] ?? assigned(text, variable, 'name')
  const version = stub?.[2] ?? assigned(text, variable, 'version')
  if (name === undefined || version === undefined || !/^[\w.-]+$/.test(name)) {
    problems.add('no specification with name and version')
    return { items: [], problems: problems.list }
  }
  return {
    items: [{ type: 'gem', name, version, licenses: licensesOf(text, variable), dev: false }],
    problems: problems.list,
  }
}

function assigned(text: string, variable: string | undefined, attribute: string): string | undefined {
  if (variable === undefined) return undefined
  const match = new RegExp(`^[ \\t]*${variable}\\.${attribute}[ \\t]*=[ \\t]*${quoted}`, 'm').exec(text)
  return match?.[1] ?? match?.[2] ?? match?.[3]
}

function licensesOf(text: string, variable: string | undefined): readonly string[] {
  const single = assigned(text, variable, 'license')
  if (single !== undefined || variable === undefined) return single === undefined ? [] : [single]
  const list = new RegExp(`^[ \\t]*${variable}\\.licenses[ \\t]*=[ \\t]*\\[([^\\]\\n]*)\\]`, 'm').exec(text)?.[1] ?? ''
  return [...list.matchAll(new RegExp(quoted, 'g'))].map((match) => (match[1] ?? match[2] ?? match[3]) as string)
}
