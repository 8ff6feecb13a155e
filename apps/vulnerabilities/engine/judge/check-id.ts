import type { CheckId } from '@holdfast/platform/contract'

/** The id of the check that an advisory or CVE becomes: `CVE-2024-3094` → `vulnerabilities.cve-2024-3094`. */
export function checkIdOf(name: string): CheckId {
  const stem = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 100)
  return `vulnerabilities.${stem === '' ? 'unnamed' : stem}`
}

/** How it may have been written; the first that anything is known of is it. */
export function namesOf(id: CheckId): readonly string[] {
  const stem = id.slice('vulnerabilities.'.length)
  const [scheme = '', ...rest] = stem.split('-')
  return [stem.toUpperCase(), `${scheme.toUpperCase()}-${rest.join('-')}`, stem]
}
