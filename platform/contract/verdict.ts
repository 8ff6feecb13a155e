import type { Severity } from './check.ts'
import type { CheckId, FactName } from './names.ts'

/** Five outcomes, never two: `unknown` means not assessed and is never counted as clean; `error` means the engine itself failed. */
export type Outcome = 'pass' | 'fail' | 'not-applicable' | 'unknown' | 'error'

/** Which stored item decided. */
export interface FactReference {
  readonly fact: FactName
  readonly scope: string
  readonly key: string
}

/** What decided a verdict. No clock reading and nothing random belongs in it: equal evidence must have an equal digest. */
export interface Evidence {
  /** One sentence with the values: "sshd 1:9.2p1-2+deb12u3 listens on 0.0.0.0:22". */
  readonly summary: string
  readonly expected?: string
  readonly actual?: string
  /** Verbatim proof, a line each: shown as text, never as markup. */
  readonly lines?: readonly string[]
  readonly facts?: readonly FactReference[]
}

/** One answer: check × place on the judged asset. */
export interface Verdict {
  readonly check: CheckId
  /** Where on the asset: `tcp/22`, a path, a package name; empty when the asset itself. It never carries a version. */
  readonly place: string
  readonly outcome: Outcome
  readonly because: Evidence
  /** Only where this case is worse or better than the check says in general. */
  readonly severity?: Severity
  /** What would close it, in the terms of this case: "upgrade openssl to 3.0.15-1~deb12u1". */
  readonly fix?: string
}
