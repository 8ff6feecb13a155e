import type { ThreatFacts } from '../score/threat-facts.ts'
import { type AttackShape, attackShape } from './attack-shape.ts'
import threatIndicatorsData from './threat-indicators.json' with { type: 'json' }

export const threatIndicators = threatIndicatorsData.indicators

/** An indicator that the data decide. One that they do not decide is absent. */
export interface ThreatIndicator {
  readonly id: string
  readonly title: string
  readonly present: boolean
  readonly sentence: string
}

type Answer = readonly [present: boolean, sentence: string] | undefined

/** The indicators that what is known decides, in the order of the list; `catalogue` tells that the catalogue of known exploited vulnerabilities was looked at. */
export function indicatorsOf(
  threat: ThreatFacts,
  { catalogue = false }: { readonly catalogue?: boolean } = {},
): readonly ThreatIndicator[] {
  const shape = threat.cvss && attackShape(threat.cvss.vector)
  return threatIndicators.flatMap(({ id, title }) => {
    const answer = answers[id]?.(threat, shape, catalogue)
    return answer === undefined ? [] : [{ id, title, present: answer[0], sentence: answer[1] }]
  })
}

const { predictedFrom } = threatIndicatorsData

const answers: Readonly<
  Record<string, (threat: ThreatFacts, shape: AttackShape | undefined, catalogue: boolean) => Answer>
> = {
  'cisa-known-exploited': ({ kev }, _, catalogue) =>
    kev
      ? [true, `In the catalogue of known exploited vulnerabilities${kev.added ? ` since ${kev.added}` : ''}.`]
      : catalogue
        ? [false, 'Not in the catalogue of known exploited vulnerabilities.']
        : undefined,
  'actively-attacked': ({ exploitation, kev }) => {
    if (kev) return [true, 'It is in the catalogue of known exploited vulnerabilities.']
    if (exploitation === undefined || exploitation.atLeast) return undefined
    const attacked = exploitation.level === 'active' || exploitation.level === 'ransomware'
    return [attacked, `${attacked ? 'It is exploited' : 'It is not known to be exploited'}: ${exploitation.because}.`]
  },
  ransomware: ({ kev, exploitation }) =>
    kev?.ransomware === true || exploitation?.level === 'ransomware' ? [true, 'Ransomware uses it.'] : undefined,
  'zero-day': ({ kev, published }) => {
    if (kev?.added === undefined || published === undefined) return undefined
    return kev.added <= published
      ? [true, `It was exploited by ${kev.added}, before or on the day it was published (${published}).`]
      : [false, `It was published on ${published}, and known to be exploited from ${kev.added} on.`]
  },
  'public-exploit': ({ exploitation }) => {
    if (exploitation === undefined) return undefined
    if (exploitation.level === 'none') return [false, `No exploit is known: ${exploitation.because}.`]
    // That it is exploited does not mean that everybody has the exploit.
    if (exploitation.level === 'active' || exploitation.level === 'ransomware') return undefined
    return [true, `An exploit is public: ${exploitation.because}.`]
  },
  'easy-exploit': (_, shape) => {
    if (shape === undefined) return undefined
    if (!shape.lowComplexity || !shape.withoutPrivileges) return [false, 'The attack needs luck or an account.']
    if (shape.withoutPerson === undefined) return undefined
    return shape.withoutPerson
      ? [true, 'The attack is simple, and needs neither an account nor a person who helps.']
      : [false, 'The attack needs a person who helps.']
  },
  'predicted-high-risk': ({ epss }) =>
    epss === undefined ? undefined : [epss >= predictedFrom, `EPSS is ${epss}; high risk begins at ${predictedFrom}.`],
  'no-patch': ({ fixAvailable }) =>
    fixAvailable === undefined
      ? undefined
      : [!fixAvailable, fixAvailable ? 'A publisher names a fix.' : 'No publisher names a fix.'],
  'remote-code-execution': ({ cwes }, shape) => {
    const weakness = cwes?.find((cwe) => threatIndicatorsData.codeExecutionWeaknesses.includes(cwe))
    if (shape === undefined) return undefined
    if (!shape.network || shape.integrity === 'none')
      return [false, 'The attack does not change anything over the network.']
    return weakness === undefined
      ? undefined
      : [true, `Its weakness (${weakness}) runs code of the attacker, over the network.`]
  },
  wormable: ({ automatable }, shape) => {
    if (shape === undefined) return undefined
    if (!shape.network || !shape.withoutPrivileges || shape.integrity !== 'all') {
      return [false, 'The attack needs more than the network, or does not take the host over.']
    }
    if (automatable === undefined || !shape.withoutPerson) return undefined
    return automatable === 'yes'
      ? [true, 'It takes a host over from the network, by itself from end to end.']
      : [false, 'Some step of the attack needs a person.']
  },
  'unauthenticated-exploitation': (_, shape) =>
    shape && [
      shape.network && shape.withoutPrivileges,
      shape.network && shape.withoutPrivileges
        ? 'It is attacked over the network without an account.'
        : 'The attack needs an account, or a place near the host.',
    ],
  'privilege-escalation': ({ cwes }, shape) => {
    const weakness = cwes?.find((cwe) => threatIndicatorsData.privilegeWeaknesses.includes(cwe))
    if (weakness !== undefined)
      return [true, `Its weakness (${weakness}) gives privileges that are not meant to be given.`]
    const taken = shape?.local && shape.lowPrivileges && shape.confidentiality === 'all' && shape.integrity === 'all'
    return taken ? [true, 'A local account of few privileges gets at everything.'] : undefined
  },
  'high-data-loss': (_, shape) =>
    shape && [
      shape.confidentiality === 'all',
      shape.confidentiality === 'all' ? 'All data of the software can be read.' : 'At most some data can be read.',
    ],
  'high-lateral-movement': (_, shape) => {
    if (shape === undefined) return undefined
    const moves = shape.network && shape.lowComplexity && shape.withoutPrivileges && shape.integrity === 'all'
    return [
      moves,
      moves
        ? 'From one host the next is taken over without an account.'
        : 'It does not take over the next host by itself.',
    ]
  },
  'denial-of-service': ({ cwes }, shape) => {
    const weakness = cwes?.find((cwe) => threatIndicatorsData.exhaustionWeaknesses.includes(cwe))
    if (shape?.availability === 'all' && shape.confidentiality === 'none' && shape.integrity === 'none') {
      return [true, 'The attack does nothing but stop the software.']
    }
    if (weakness !== undefined) return [true, `Its weakness (${weakness}) exhausts the software.`]
    return shape?.availability === 'none' ? [false, 'The attack does not stop the software.'] : undefined
  },
}
