import type { CheckId } from '@holdfast/platform/contract'
import { checkIdOf, namesOf } from '../judge/check-id.ts'

const prefix = 'vulnerabilities.reported-'
const named = /^(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[23456789cfghjmpqrvwx]{4}){3})$/i

/** True for ids that a check of their own stands for; of the others nothing is known that tells what they are. */
export function isTold(id: string): boolean {
  return named.test(id)
}

/** The check "another scanner reports this CVE": `CVE-2017-0144` → `vulnerabilities.reported-cve-2017-0144`. */
export function reportedCheckIdOf(name: string): CheckId {
  return `${prefix}${checkIdOf(name).slice('vulnerabilities.'.length)}`
}

/** How what it is about is written: CVEs in capitals, GHSA ids with their prefix in capitals; undefined for any other check. */
export function reportedName(id: CheckId): string | undefined {
  if (!id.startsWith(prefix)) return undefined
  return namesOf(`vulnerabilities.${id.slice(prefix.length)}`).find((name) =>
    name.startsWith('GHSA') ? named.test(name) && name.slice(4) === name.slice(4).toLowerCase() : named.test(name),
  )
}
