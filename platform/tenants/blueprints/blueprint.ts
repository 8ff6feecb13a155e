/** What can be given to tenants. */
export const blueprintKinds = ['policy', 'retention', 'role', 'tag', 'view', 'alert', 'board'] as const
export type BlueprintKind = (typeof blueprintKinds)[number]

/** One object of the provider's own tenant. */
export interface ChosenObject {
  readonly kind: BlueprintKind
  /** Public id; of a role its name; empty for what a tenant has once. */
  readonly id: string
}

export interface BlueprintContent {
  readonly name: string
  readonly description: string
  /** In the query language, about the tenants; empty for all, also for those to come. */
  readonly targets: string
  readonly objects: readonly ChosenObject[]
}

/** What became of one object in one tenant. */
export interface PushedOutcome {
  readonly key: string
  readonly kind: BlueprintKind
  readonly name: string
  /** kept-own: the tenant has one of that name, and keeps it. detached: it could not go, thus it is the tenant's own now. */
  readonly outcome: 'made' | 'changed' | 'same' | 'kept-own' | 'failed' | 'removed' | 'detached'
  readonly why?: string
}

/** What a provider gives to its tenants. */
export interface Blueprint extends BlueprintContent {
  /** Public id: blp_… */
  readonly id: string
  readonly objects: readonly (ChosenObject & {
    readonly name: string
    readonly chosen: boolean
    /** 0 until it was pushed. */
    readonly version: number
  })[]
  readonly wanted: 'draft' | 'placed' | 'removed' | 'left'
  readonly revision: number
  readonly pushedBy: string | null
  readonly pushedAt: string | null
  /** Tenants by what came of it there. */
  readonly tenants: Readonly<Record<'waiting' | 'done' | 'partly' | 'noGrant' | 'failed' | 'withdrawn', number>>
  readonly updatedAt: string
  readonly version: number
}

/** Names an object within its blueprint. */
export function keyOf({ kind, id }: ChosenObject): string {
  return `${kind} ${id}`
}
