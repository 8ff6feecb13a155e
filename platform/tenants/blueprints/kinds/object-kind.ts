import type { AlertLists } from '../../../alerts/index.ts'
import type { Permission, TenantTransaction } from '../../../contract/index.ts'
import type { TagLanguage } from '../../../tags/index.ts'
import type { BlueprintKind } from '../blueprint.ts'

/** What the objects of tenants are made with. */
export interface ObjectServices {
  readonly language: TagLanguage
  readonly lists: AlertLists
  readonly now: () => number
}

/** What is known where an object is taken from the provider's tenant. */
export interface CollectContext {
  /** Public id of who pushes. */
  readonly person: string
  /** All permissions that exist. */
  readonly all: ReadonlySet<Permission>
}

/** An object of the provider's tenant, as it travels. */
export interface Collected<Content = unknown> {
  readonly name: string
  readonly content: Content
  /** What must be there before it: the tags above a tag, from the root. */
  readonly needs?: readonly string[]
}

/** What is known where an object is written in a tenant. */
export interface PlaceContext extends ObjectServices {
  readonly provider: { readonly publicId: string; readonly name: string }
  /** In words, as lists show who made something. */
  readonly by: string
  /** Whether the grant and who pushes both allow it. */
  readonly may: (permission: Permission) => boolean
}

/** How one kind of object is taken from the provider's tenant, and made, changed and removed in others. */
export interface ObjectKind<Content = unknown> {
  readonly kind: BlueprintKind
  /** Who takes it along must hold this at home. */
  readonly reads: Permission
  /** The grant and who pushes must both give this. */
  readonly writes: Permission
  /** Undefined where there is no such object. */
  collect(tx: TenantTransaction, id: string, context: CollectContext): Promise<Collected<Content> | undefined>
  /** Makes it and gives its public id or name there; undefined where the tenant has one of its own in that place. */
  make(tx: TenantTransaction, content: Content, context: PlaceContext): Promise<string | undefined>
  change(tx: TenantTransaction, id: string, content: Content, context: PlaceContext): Promise<void>
  remove(tx: TenantTransaction, id: string, context: PlaceContext): Promise<void>
}
