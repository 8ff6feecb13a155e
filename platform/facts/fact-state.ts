import type { FactName } from '../contract/index.ts'
import type { Item } from '../envelope/index.ts'
import { digestOfItems, type Items } from './items.ts'

/** What is stored of one fact and scope of an asset by one source, and what becomes of it. */
export interface FactState {
  readonly assetId: number
  readonly fact: FactName
  readonly scope: string
  version: number
  /** Of the envelope that made the last statement. */
  epoch: number
  seq: number
  complete: boolean
  observedAt: string
  receivedAt: string
  changedAt: string
  sinceObservedAt: string
  sinceAt: string
  digest: Buffer
  wholeDigest: Buffer
  /** Undefined while they were not needed. */
  items: Map<string, Item> | undefined
  /** In the database. */
  isStored: boolean
  /** `items`: write all; `statement`: only that it was said; `removed`: take it away. */
  write: 'nothing' | 'statement' | 'items' | 'removed'
}

/** A version of an item that begins, ends, or both, while records are applied. */
export interface ItemVersion {
  readonly state: Pick<FactState, 'assetId' | 'fact' | 'scope'>
  readonly key: string
  readonly item: Item
  readonly began: 'baseline' | 'came' | 'changed'
  readonly observedFrom: string
  readonly receivedFrom: string
  /** Its beginning is in the database already, where it came or changed after the first statement. */
  readonly isKnown: boolean
  end: { readonly how: 'changed' | 'went'; readonly observedAt: string; readonly receivedAt: string } | undefined
}

/** Notes the versions of items that come and go. */
export class VersionLog {
  readonly versions: ItemVersion[] = []
  readonly #open = new Map<FactState, Map<string, ItemVersion>>()

  begin(state: FactState, key: string, item: Item, began: 'came' | 'changed', at: Moment): void {
    const version: ItemVersion = {
      ...{ state, key, item, began, isKnown: false, end: undefined },
      observedFrom: at.observedAt,
      receivedFrom: at.receivedAt,
    }
    this.versions.push(version)
    const open = this.#open.get(state) ?? new Map()
    this.#open.set(state, open.set(key, version))
  }

  end(state: FactState, key: string, item: Item, how: 'changed' | 'went', at: Moment): void {
    const open = this.#open.get(state)
    const begun = open?.get(key)
    open?.delete(key)
    if (begun) {
      begun.end = { how, ...at }
      return
    }
    this.versions.push({
      ...{ state, key, item, began: 'baseline', isKnown: true, end: { how, ...at } },
      observedFrom: state.sinceObservedAt,
      receivedFrom: state.sinceAt,
    })
  }
}

export interface Moment {
  readonly observedAt: string
  readonly receivedAt: string
}

/** Sets both digests from the items. */
export function stampDigests(state: FactState, items: Items, volatile: ReadonlySet<string>): void {
  state.digest = digestOfItems(items, volatile)
  state.wholeDigest = volatile.size === 0 ? state.digest : digestOfItems(items, new Set())
}
