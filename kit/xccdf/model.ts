import type { CpePlatform } from '@holdfast/kit/cpe'

export const severities = ['unknown', 'info', 'low', 'medium', 'high'] as const
export type Severity = (typeof severities)[number]
export const roles = ['full', 'unscored', 'unchecked'] as const
export type Role = (typeof roles)[number]

/** A benchmark of XCCDF 1.1 or 1.2. */
export interface Benchmark {
  readonly id: string
  readonly version: string
  readonly title: string
  readonly status: string
  readonly platforms: readonly string[]
  /** Expressions that platforms refer to as `#id`. */
  readonly expressions: readonly CpePlatform[]
  readonly items: readonly Item[]
  readonly values: ReadonlyMap<string, Value>
  readonly profiles: ReadonlyMap<string, Profile>
  /** Ways of scoring that the benchmark asks for. */
  readonly models: readonly string[]
}

interface Common {
  readonly id: string
  readonly title: string
  readonly selected: boolean
  readonly weight: number
  readonly platforms: readonly string[]
  /** Of every list, one item must be selected. */
  readonly requires: readonly (readonly string[])[]
  readonly conflicts: readonly string[]
  readonly cluster: string | undefined
}

export interface Group extends Common {
  readonly kind: 'group'
  readonly items: readonly Item[]
}

export interface Rule extends Common {
  readonly kind: 'rule'
  readonly role: Role
  readonly severity: Severity
  readonly idents: readonly { readonly system: string; readonly id: string }[]
  readonly references: readonly { readonly href: string; readonly text: string }[]
  readonly fixText: string
  readonly checks: readonly Check[]
  readonly complexCheck: ComplexCheck | undefined
}

export type Item = Group | Rule

export interface Check {
  readonly kind: 'check'
  readonly system: string
  readonly selector: string
  readonly negate: boolean
  /** Every definition of the document gives a result of its own. */
  readonly multiple: boolean
  /** Where the check is: the first that can be had. Without a name, all of the document. */
  readonly references: readonly { readonly href: string; readonly name: string | undefined }[]
  /** Values that the check is told, by the names it knows them by. */
  readonly exports: readonly { readonly value: string; readonly name: string }[]
  /** What a person is to do, where the check says that itself. */
  readonly content: string
}

export interface ComplexCheck {
  readonly kind: 'complex'
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly parts: readonly (Check | ComplexCheck)[]
}

export interface Value {
  readonly id: string
  readonly title: string
  readonly type: string
  /** By selector; empty for the one that counts unless another is chosen. Several where it is a list. */
  readonly choices: ReadonlyMap<string, readonly string[]>
}

export interface Profile {
  readonly id: string
  readonly title: string
  readonly extends: string | undefined
  readonly platforms: readonly string[]
  /** In the order in which they hold. */
  readonly selects: readonly { readonly id: string; readonly selected: boolean }[]
  readonly setValues: readonly { readonly id: string; readonly values: readonly string[] }[]
  readonly refineValues: readonly { readonly id: string; readonly selector: string | undefined }[]
  readonly refineRules: readonly {
    readonly id: string
    readonly selector: string | undefined
    readonly weight: number | undefined
    readonly severity: Severity | undefined
    readonly role: Role | undefined
  }[]
}
