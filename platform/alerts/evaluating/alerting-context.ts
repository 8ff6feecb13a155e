import type { Database } from '../../store/index.ts'
import type { AlertLists } from '../rules/alert-list.ts'

/** What all evaluation shares. */
export interface AlertingContext {
  readonly database: Database
  readonly lists: AlertLists
  readonly now: () => number
  readonly onError: (error: unknown, about: { readonly tenantId: number; readonly rule?: string }) => void
}

/** How often what depends on the clock is asked of everything, and how often the rest is, lest anything was missed. */
export const timedEverySeconds = 60
export const otherwiseEverySeconds = 3600
