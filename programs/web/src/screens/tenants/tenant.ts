import { addressOf, type SeverityName } from '@holdfast/design'

/** A tenant that this provider owns: a row of `GET /tenants`. */
export interface ChildTenant {
  readonly id: string
  readonly name: string
  readonly kind: string
  readonly state: 'active' | 'suspended' | 'leaving'
  readonly createdAt: string
  readonly labels?: readonly string[]
  /** Told of one tenant, not in lists. */
  readonly hold?: { readonly reason: string; readonly by: string; readonly at: string } | null
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

/** `GET /tenants/:tenant/quota` */
export interface TenantQuota {
  readonly quota: Readonly<Record<string, { readonly soft?: number | null; readonly hard?: number | null }>>
  readonly bytes: number | null
  readonly estimatedAt: string | null
}

/** A request to erase a tenant: a row of `GET /erasures`. */
export interface Erasure {
  readonly id: string
  readonly tenant: string
  readonly state: 'requested' | 'approved' | 'done' | 'cancelled'
  readonly requestedAt: string
  readonly waitsUntil: string
  readonly rowsErased: number
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
