import { schemeOf, type VersionScheme } from '../versions/index.ts'
import {
  type Bound,
  type Interval,
  maxConstraints,
  type RangeResult,
  refuse,
  type VersionRange,
} from './version-range.ts'

/** One event of an OSV range: exactly one of the four. `introduced` "0" is before every version, `limit` "*" after. */
export interface OsvEvent {
  readonly introduced?: string
  readonly fixed?: string
  readonly last_affected?: string
  readonly limit?: string
}

/** `GIT` ranges hold commits, whose order only their repository knows: they make no version range. */
export interface OsvRange {
  readonly type: 'SEMVER' | 'ECOSYSTEM'
  readonly events: readonly OsvEvent[]
}

interface Turn {
  readonly kind: 'introduced' | 'fixed' | 'last_affected'
  readonly text: string
  /** Undefined before every version. */
  readonly version: unknown
}

/**
 * The versions that an OSV range says are affected. Events may stand in any order. Where an interval is opened and
 * closed by the same version, the order that changes something counts. Source: OSV schema 1.7, "Evaluation".
 */
export function osvRange(ecosystem: string, range: OsvRange): RangeResult<VersionRange> {
  const scheme = schemeOf(range.type === 'SEMVER' ? 'semver' : ecosystem)
  if (scheme === undefined) return refuse(`the ecosystem "${ecosystem}" is not known`)
  if (range.events.length > maxConstraints) return refuse(`more than ${maxConstraints} events`)
  const turns: Turn[] = []
  const limits: Bound[] = []
  for (const event of range.events) {
    for (const kind of ['introduced', 'fixed', 'last_affected', 'limit'] as const) {
      const text = event[kind]
      if (text === undefined) continue
      if (kind === 'introduced' && text === '0') {
        turns.push({ kind, text, version: undefined })
        continue
      }
      if (kind === 'limit' && text === '*') continue
      const version = scheme.parse(text)
      if (version === undefined) return refuse(`"${text}" (${kind}) is not a version of ${ecosystem}`)
      if (kind !== 'limit') turns.push({ kind, text, version })
      else limits.push({ text, version, inclusive: false })
    }
  }
  const isLimited = limits.length > 0 && !range.events.some(({ limit }) => limit === '*')
  const latest = limits.reduce<Bound | undefined>(
    (best, one) => (best === undefined || scheme.compare(one.version, best.version) > 0 ? one : best),
    undefined,
  )
  return { ok: true, value: { scheme, intervals: intervalsOf(scheme, turns, isLimited ? latest : undefined) } }
}

function intervalsOf(scheme: VersionScheme, turns: readonly Turn[], limit: Bound | undefined): readonly Interval[] {
  const waiting = [...turns].sort((a, b) => compareTurns(scheme, a, b))
  const intervals: Interval[] = []
  let open: Turn | undefined
  const close = (upper: Bound | undefined) => {
    if (open === undefined) return
    const lower = open.version === undefined ? undefined : { text: open.text, version: open.version, inclusive: true }
    intervals.push({ lower, upper: earlier(scheme, upper, limit), except: [] })
    open = undefined
  }
  while (waiting.length > 0) {
    const first = waiting[0] as Turn
    // Among turns at the same version, one that changes the state goes first.
    const at = waiting.findIndex(
      (turn) => compareVersionsOf(scheme, turn, first) === 0 && (turn.kind === 'introduced') === (open === undefined),
    )
    const [turn] = waiting.splice(Math.max(at, 0), 1) as [Turn]
    if (turn.kind === 'introduced') open ??= turn
    else close({ text: turn.text, version: turn.version, inclusive: turn.kind === 'last_affected' })
  }
  close(undefined)
  return intervals
}

/** A last affected version is closed after it, so it comes after a fix and an introduction at the same version. */
function compareTurns(scheme: VersionScheme, a: Turn, b: Turn): number {
  return compareVersionsOf(scheme, a, b) || rank(a) - rank(b)
}

function rank({ kind }: Turn): number {
  return kind === 'last_affected' ? 1 : 0
}

function compareVersionsOf(scheme: VersionScheme, a: Turn, b: Turn): number {
  if (a.version === undefined || b.version === undefined) {
    return (a.version === undefined ? 0 : 1) - (b.version === undefined ? 0 : 1)
  }
  return scheme.compare(a.version, b.version)
}

function earlier(scheme: VersionScheme, upper: Bound | undefined, limit: Bound | undefined): Bound | undefined {
  if (upper === undefined || limit === undefined) return upper ?? limit
  return scheme.compare(limit.version, upper.version) <= 0 ? limit : upper
}
