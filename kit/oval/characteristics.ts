import type { Kind } from './model.ts'
import type { Datatype, Flag, Status } from './words.ts'

/** An entity of an item: what was seen. */
export interface ItemEntity {
  readonly name: string
  readonly value: string
  readonly datatype: Datatype
  readonly status: Status
  readonly fields: readonly ItemEntity[]
}

/** One thing that was seen on a system, or looked for and not there. */
export interface Item extends Kind {
  readonly id: string
  readonly status: Status
  readonly entities: readonly ItemEntity[]
  readonly messages: readonly string[]
}

/** What was found of an object. */
export interface Collected {
  readonly flag: Flag
  readonly items: readonly Item[]
  readonly messages: readonly string[]
  /** The values that variables had when it was collected. */
  readonly variables: readonly { readonly id: string; readonly value: string }[]
}

export interface SystemInfo {
  readonly osName: string
  readonly osVersion: string
  readonly architecture: string
  readonly hostName: string
  readonly interfaces: readonly { readonly name: string; readonly address: string; readonly mac: string }[]
}

/** A document of system characteristics: what was seen of one system. */
export interface SystemCharacteristics {
  readonly schemaVersion: string
  readonly system: SystemInfo
  readonly objects: ReadonlyMap<string, Collected>
  readonly items: ReadonlyMap<string, Item>
  /** The document from its root element on; undefined for what was seen just now. */
  readonly source: string | undefined
}
