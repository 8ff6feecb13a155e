import type { Advisory } from './advisory.ts'
import type { Threat } from './threat.ts'

/** One thing that reading a feed gave. Readers give them one after another, so that no feed is held in memory as a whole. */
export type FeedRecord =
  | { readonly kind: 'advisory'; readonly advisory: Advisory }
  | { readonly kind: 'threat'; readonly threat: Threat }
  /** A name of a weakness: `CWE-79`. */
  | { readonly kind: 'weakness'; readonly id: string; readonly name: string }
  /** The feed speaks of this ecosystem and release as a whole: what it does not name there is not known to be affected. */
  | { readonly kind: 'coverage'; readonly ecosystem: string }
  /** When the publisher made the data, as RFC 3339 or `YYYY-MM-DD`. */
  | { readonly kind: 'date'; readonly date: string }
  /** A record, or a part of one, that could not be understood and was left out. `at` names it: `line 17`, `CVE-2024-1.affected[2]`. */
  | { readonly kind: 'problem'; readonly at: string; readonly message: string }
