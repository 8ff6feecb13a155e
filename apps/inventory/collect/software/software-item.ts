import { type LanguagePackage, languagePurl } from '@holdfast/kit/language-packages'
import type { Problem } from '@holdfast/kit/reading'
import type { Software } from '../../facts/index.ts'

/** Software found in one place, before it is known who put it there. */
export interface Found {
  readonly item: Software
  /** The file that told. */
  readonly manifest: string
}

/** What was read of one language. */
export interface SoftwareReading {
  readonly found: readonly Found[]
  readonly malformed: readonly { readonly path: string; readonly problems: readonly Problem[] }[]
}

/** An item of a language whose packages carry their own metadata. */
export function softwareItem(each: LanguagePackage, path: string): Software | undefined {
  const purl = languagePurl(each)
  if (purl === undefined || !isEcosystem(each.type)) return undefined
  return {
    ecosystem: each.type,
    name: each.name,
    version: each.version,
    path,
    purl,
    development: each.dev ? true : undefined,
    license: each.licenses.length > 0 ? each.licenses.join(' OR ') : undefined,
  }
}

function isEcosystem(type: string): type is Software['ecosystem'] {
  return ['npm', 'pypi', 'gem', 'composer'].includes(type)
}

/** Gives what lies in the same place in several versions its version as slot. */
export function withSlots(found: readonly Found[]): readonly Found[] {
  const counts = new Map<string, Set<string>>()
  for (const { item } of found) {
    const key = `${item.path}|${item.name}`
    counts.set(key, (counts.get(key) ?? new Set()).add(item.version ?? ''))
  }
  return found.map((each) => {
    const several = (counts.get(`${each.item.path}|${each.item.name}`)?.size ?? 0) > 1
    return several ? { ...each, item: { ...each.item, slot: each.item.version } } : each
  })
}
