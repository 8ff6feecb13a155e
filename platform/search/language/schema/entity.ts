import type { EntitySpec, GroupSpec, TokenSpec, ValueSpec } from './entity-spec.ts'

/** A value of an enum with its place in the order and what is stored. */
export interface EnumValue extends ValueSpec {
  readonly rank: number
  readonly stored: string | number
}

/** A token that has found its place. */
export interface Token extends Omit<TokenSpec, 'values'> {
  readonly kind: 'token'
  /** With the names of its groups: `software.version`. */
  readonly fullName: string
  readonly label: string
  readonly group: Group | null
  readonly values: readonly EnumValue[]
  /** The steps to its value in a plain object. */
  readonly steps: readonly string[]
}

/** A group that has found its place. */
export interface Group extends Omit<GroupSpec, 'tokens'> {
  readonly kind: 'group'
  readonly fullName: string
  readonly label: string
  readonly group: Group | null
  readonly members: readonly (Token | Group)[]
  readonly steps: readonly string[]
}

/** An entity ready to check, compile and complete queries about. Made by `defineEntity`. */
export interface Entity {
  readonly name: string
  readonly spec: EntitySpec
  /** All tokens and groups in the order they were declared, groups before their parts. */
  readonly members: readonly (Token | Group)[]
  /** By every name in small letters, aliases among them. A dialect's name for the row itself leads to `self`. */
  readonly names: ReadonlyMap<string, Token | Group | 'self'>
  readonly freeText: readonly Token[]
  /** What a dialect knows and this entity has no counterpart for. */
  readonly missing: ReadonlySet<string>
}
