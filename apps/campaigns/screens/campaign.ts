import type { Projection } from '../engine/burn-down/project-end.ts'
import type { Pack } from '../engine/pack/pack.ts'
import type { AssetState } from '../engine/state/asset-state.ts'

export type { AssetState, Pack, Projection }
export type Counts = Readonly<Record<AssetState, number>>

/** A campaign in the list. */
export interface CampaignRow {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly summary: string
  readonly revision: number
  readonly publisher: string | null
  readonly state: 'open' | 'closed'
  readonly deadline: string
  readonly note: string
  readonly openedBy: string
  readonly openedAt: string
  readonly closedAt: string | null
  readonly listedAt: string | null
  readonly problem: string | null
  readonly counts: Counts
  readonly reachable: number
  readonly total: number
}

export interface CampaignShare {
  readonly name: string | null
  readonly counts: Counts
}

export interface CampaignDay extends Counts {
  readonly day: string
}

/** A campaign by itself. */
export interface WholeCampaign extends CampaignRow {
  readonly pack: Pack
  readonly newerRevision: number | null
  readonly history: readonly CampaignDay[] | null
  readonly projection: Projection | null
  readonly stopwatch: { readonly listedAfterMs: number | null; readonly firstFixAfterMs: number | null }
  readonly byTag: readonly CampaignShare[]
  readonly byOperatingSystem: readonly CampaignShare[]
}

export interface PackRow {
  readonly id: string
  readonly title: string
  readonly summary: string
  readonly revision: number
  readonly publisher: string | null
  readonly published: string
  readonly disclosed: string
  readonly attacked: string | null
  readonly traits: readonly string[]
  readonly cves: readonly string[]
  readonly deadlineDays: number
  readonly campaign: string | null
}

export interface AssetOfCampaign {
  readonly asset: { readonly id: string; readonly name: string; readonly kind: string }
  readonly state: AssetState
  readonly why: string
  readonly reachable: boolean
  readonly since: string
}

/** Who may open a tenant for one campaign, and which of these live, as `GET /campaigns/guests` tells it. */
export interface Guests {
  readonly offers: readonly {
    readonly pack: string
    readonly title: string
    readonly path: string
    readonly most: number
    readonly days: number
    readonly live: number
  }[]
  readonly tenants: readonly {
    readonly tenant: string
    readonly title: string
    readonly openedAt: string
    readonly endsAt: string
  }[]
}
