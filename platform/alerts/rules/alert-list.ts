import type { Permission } from '../../contract/index.ts'
import type { MessageItem } from '../../notify/index.ts'
import type { Entity } from '../../search/index.ts'

/** A list whose queries can be watched. Expressions are over the entity's tables, written by whoever owns them. */
export interface AlertList {
  /** Name of the list: findings. */
  readonly name: string
  readonly entity: Entity
  /** What whoever owns a rule over it must be permitted. */
  readonly permission: Permission
  /** Internal id of the asset that an object belongs to; undefined where it belongs to none. */
  readonly asset?: string
  /** Beginnings of topics after which everything is to be asked anew, beside those that name an asset. */
  readonly topics?: readonly string[]
  /** Something changes of which no message tells: everything is asked each minute. */
  readonly timed?: boolean
  /** What of a list that only grows is looked at: objects that are older count as gone, and never come back. */
  readonly recent?: string
  /** Since when an object is as it is: for saying how many would have matched in the last day. */
  readonly since: string
  /** Name in the row → expression, for describing objects. */
  readonly select: Readonly<Record<string, string>>
  /** An object in the words of a message. */
  describe(row: Readonly<Record<string, unknown>>): MessageItem
  /** Where people see the list of a query. */
  path(query: string): string
}

export type AlertLists = Readonly<Record<string, AlertList>>
