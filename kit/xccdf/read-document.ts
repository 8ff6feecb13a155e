import { readXmlDocument, XmlContentError, type XmlDocument } from '@holdfast/kit/xml'
import type { Benchmark, Profile } from './model.ts'
import { benchmarkOf } from './read-benchmark.ts'
import { readProfile } from './read-profile.ts'

/** Reads a benchmark of XCCDF 1.1 or 1.2. Never throws. */
export function readBenchmark(text: string): XmlDocument<{ readonly benchmark: Benchmark }> {
  return readXmlDocument(text, ['Benchmark'], (root) => ({ benchmark: benchmarkOf(root) }))
}

/** Reads a tailoring file: profiles of somebody's own. Never throws. Source: XCCDF 1.2, section 6.7. */
export function readTailoring(text: string): XmlDocument<{ readonly profiles: ReadonlyMap<string, Profile> }> {
  return readXmlDocument(text, ['Tailoring'], (root) => {
    const profiles = new Map<string, Profile>()
    for (const element of root.children.filter(({ name }) => name === 'Profile')) {
      const profile = readProfile(element)
      if (profiles.has(profile.id)) throw new XmlContentError(`two profiles have the id ${profile.id}`, element)
      profiles.set(profile.id, profile)
    }
    return { profiles }
  })
}
