import type { RoleOfValue } from './provider.ts'

/**
 * The role that claims give: of the mapping, the first whose value is among those of the claim (a text, a list of texts, or
 * texts behind a path with dots: `realm_access.roles`); undefined where none fits.
 */
export function roleOfClaims(
  claims: Readonly<Record<string, unknown>>,
  claim: string,
  map: readonly RoleOfValue[],
): string | undefined {
  if (claim === '') return undefined
  const direct = Object.hasOwn(claims, claim) ? claims[claim] : undefined
  const found = direct ?? claim.split('.').reduce<unknown>((value, part) => ownValue(value, part), claims)
  const values = (Array.isArray(found) ? found : [found]).filter((value) => typeof value === 'string')
  return map.find(({ value }) => values.includes(value))?.role
}

function ownValue(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
  return (value as Record<string, unknown>)[name]
}
