import type { NavigationGroup, Screen } from '@holdfast/platform/contract'

/** A screen in the rail. Those of the platform may stand above all groups; those of apps stand in one. */
export type ShellScreen = Omit<Screen, 'navigation'> & {
  /** Without this permission the screen is not in the rail, and says so where one comes by its address. */
  readonly needs?: string
  /** Only in the rail of a tenant that owns others. */
  readonly ofProviders?: true
  readonly navigation?: Omit<NonNullable<Screen['navigation']>, 'group'> & { readonly group: NavigationGroup | 'Home' }
}
