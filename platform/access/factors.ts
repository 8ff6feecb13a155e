/**
 * What somebody has proved. `machine`: by a link made on the server's own machine; `link`: by an invitation;
 * `oidc-strong`: by a provider that the tenant trusts with second factors.
 */
export const factors = ['machine', 'link', 'password', 'totp', 'recovery', 'passkey', 'oidc', 'oidc-strong'] as const
export type Factor = (typeof factors)[number]

/** True when as much was proved as a tenant can demand: something known or owned, and something else. */
export function isStrong(proved: readonly Factor[]): boolean {
  const has = (factor: Factor) => proved.includes(factor)
  if (has('passkey') || has('oidc-strong')) return true
  return (has('link') || has('password') || has('oidc') || has('machine')) && (has('totp') || has('recovery'))
}
