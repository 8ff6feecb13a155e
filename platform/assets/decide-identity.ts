import { type IdentifierRule, identifierRules, telling } from './identifier.ts'
import type { SightedAsset, Sighting } from './sighting.ts'

/** An agent that was heard from within this time lives. */
export const livingMs = 15 * 60_000

/** Which of the other assets this one is, or none; with the rule and the values that decided. */
export type IdentityDecision =
  | { readonly same: true; readonly assetId: number; readonly rule: string; readonly because: string }
  | { readonly same: false }

export interface IdentityQuestion {
  /** What was just said, and by whom. */
  readonly self: Sighting
  /** Other sightings that belong with it already. */
  readonly companions: readonly Sighting[]
  readonly others: readonly SightedAsset[]
  /** Pairs of sightings that were told apart, as `low:high`. */
  readonly apart: ReadonlySet<string>
  /** Milliseconds since 1970. */
  readonly now: number
}

/**
 * Decides whether what was seen is an asset that is known already. The rules go by weight (identifier-rules.json); the first
 * under which exactly one asset remains decides. An asset remains when it has a value in common and nothing contradicts:
 * - something weightier differs that a thing has only one of, or any hardware differs where the match is not of hardware;
 * - it has an agent that lives, and so has this one: two living agents are two machines, whatever they say;
 * - one source speaks of both, by two names;
 * - somebody told them apart.
 */
export function decideIdentity(question: IdentityQuestion): IdentityDecision {
  const { self, companions, others } = question
  const selves = [self, ...companions]
  const possible = others.filter((other) => !isRuledOut(selves, other.sightings, question))
  const said = valuesByKind(selves)
  const strong = hasStrong(said)
  for (const rule of identifierRules) {
    const values = valuesByKind([self]).get(rule.kind)
    if (!values) continue
    const matching = possible.flatMap((other) => {
      const theirs = valuesByKind(other.sightings)
      const common = [...values].find((value) => theirs.get(rule.kind)?.has(value))
      if (common === undefined || contradictions(said, theirs).some((by) => outweighs(by, rule))) return []
      if (rule.weak && strong && hasStrong(theirs)) return []
      return [{ assetId: other.assetId, common }]
    })
    if (matching.length === 1) {
      const { assetId, common } = matching[0]!
      return { same: true, assetId, rule: rule.kind, because: `both have the ${rule.kind} ${common}` }
    }
  }
  return { same: false }
}

/** Why two sightings cannot be one asset any more, and which of them leaves: who came later. */
export interface Misfit {
  readonly leaver: Sighting
  readonly stayer: Sighting
  readonly rule: string
  readonly because: string
}

/** Looks for a contradiction between a sighting and those it was put together with. */
export function findMisfit(self: Sighting, companions: readonly Sighting[], now: number): Misfit | undefined {
  for (const other of companions) {
    const otherCameLater = Date.parse(other.joinedAt) > Date.parse(self.joinedAt)
    const [leaver, stayer] = otherCameLater ? [other, self] : [self, other]
    const heardSince = Date.parse(stayer.lastSeenAt) > Date.parse(leaver.joinedAt)
    if (lives(self, now) && lives(other, now) && heardSince)
      return { leaver, stayer, rule: 'two-living-agents', because: 'both agents have been heard from since' }
    const [ours, theirs] = [valuesByKind([self]), valuesByKind([other])]
    const differs = contradictions(ours, theirs).find(({ hardware, single }) => hardware && single)
    const agrees = identifierRules.some(({ kind, hardware }) => hardware && common(ours.get(kind), theirs.get(kind)))
    if (differs && !agrees) return { leaver, stayer, rule: differs.kind, because: `their ${differs.kind} differs` }
  }
  return undefined
}

function isRuledOut(
  selves: readonly Sighting[],
  others: readonly Sighting[],
  { apart, now }: Pick<IdentityQuestion, 'apart' | 'now'>,
): boolean {
  return selves.some((self) =>
    others.some(
      (other) =>
        self.kind !== other.kind ||
        self.sourceId === other.sourceId ||
        apart.has(self.id < other.id ? `${self.id}:${other.id}` : `${other.id}:${self.id}`) ||
        (lives(self, now) && lives(other, now)),
    ),
  )
}

/** Only of agents: nothing else runs on the asset itself. */
function lives(sighting: Sighting, now: number): boolean {
  return sighting.sourceKind === 'agent' && now - Date.parse(sighting.lastSeenAt) < livingMs
}

type Values = ReadonlyMap<string, ReadonlySet<string>>

function valuesByKind(sightings: readonly Sighting[]): Values {
  const values = new Map<string, Set<string>>()
  for (const { identifiers } of sightings) {
    for (const { kind, value } of telling(identifiers)) {
      const known = values.get(kind)
      if (known) known.add(value)
      else values.set(kind, new Set([value]))
    }
  }
  return values
}

/** The rules whose values both sides state and share none of. */
function contradictions(ours: Values, theirs: Values): IdentifierRule[] {
  return identifierRules.filter(({ kind, single, hardware }) => {
    if (!single && !hardware) return false
    const [a, b] = [ours.get(kind), theirs.get(kind)]
    return a !== undefined && b !== undefined && !common(a, b)
  })
}

function outweighs(contradiction: IdentifierRule, match: IdentifierRule): boolean {
  if (contradiction.hardware && !match.hardware) return true
  return contradiction.single && identifierRules.indexOf(contradiction) < identifierRules.indexOf(match)
}

function common(a: ReadonlySet<string> | undefined, b: ReadonlySet<string> | undefined): boolean {
  return a !== undefined && b !== undefined && !a.isDisjointFrom(b)
}

function hasStrong(values: Values): boolean {
  return identifierRules.some(({ kind, weak }) => !weak && values.has(kind))
}
