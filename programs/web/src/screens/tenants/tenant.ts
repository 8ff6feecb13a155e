import { addressOf, type SeverityName } from '@holdfast/design'

/** A tenant that this provider owns: a row of `GET /tenants`. */
export interface ChildTenant {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly state: 'active' | 'suspended' | 'leaving'
  readonly createdAt: string
  readonly grant: { readonly role: string; readonly expiresAt: string; readonly lives: boolean } | null
  readonly numbers: {
    readonly assets: number
    readonly open: Readonly<Record<SeverityName, number>>
    readonly notAssessed: number
    readonly sources: number
    readonly silent: number
    readonly lastSeenAt: string | null
    readonly countedAt: string
  } | null
  readonly version: number
}

/** The sum over all: `GET /tenants/summary`. */
export interface TenantSummary {
  readonly tenants: number
  readonly granted: number
  readonly counted: number
  readonly assets: number
  readonly open: Readonly<Record<SeverityName, number>>
  readonly notAssessed: number
  readonly sources: number
  readonly silent: number
  readonly endingSoon: number
}

/** Addresses in the tenant itself: whoever follows one goes there. */
export const addressIn = (tenant: string, path: string, query?: string) =>
  addressOf(path, { tenant, ...(query !== undefined && { q: query }) })

export const openFindings = (tenant: string, severity: SeverityName) =>
  addressIn(tenant, '/findings', `status:open and severity:${severity}`)
