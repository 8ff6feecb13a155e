import { type CvssVector, parseCvss } from '@holdfast/kit/cvss'

/** What a vector says of the attack, whatever its version. */
export interface AttackShape {
  readonly network: boolean
  readonly local: boolean
  readonly lowComplexity: boolean
  readonly withoutPrivileges: boolean
  readonly lowPrivileges: boolean
  /** Undefined in version 2, which has no metric for it. */
  readonly withoutPerson: boolean | undefined
  readonly confidentiality: 'none' | 'some' | 'all'
  readonly integrity: 'none' | 'some' | 'all'
  readonly availability: 'none' | 'some' | 'all'
}

const losses = { N: 'none', L: 'some', P: 'some', H: 'all', C: 'all' } as const

/** Undefined for what is no vector. */
export function attackShape(text: string): AttackShape | undefined {
  const parsed = parseCvss(text)
  return parsed.ok ? shapeOf(parsed.value) : undefined
}

function shapeOf({ version, metrics }: CvssVector): AttackShape {
  const value = (name: string) => metrics.get(name) ?? ''
  const loss = (name: string) => losses[value(version === '4.0' ? `V${name}` : name) as keyof typeof losses] ?? 'none'
  const second = version === '2.0'
  return {
    network: value('AV') === 'N',
    local: value('AV') === 'L',
    lowComplexity: value('AC') === 'L' && (version !== '4.0' || value('AT') === 'N'),
    withoutPrivileges: second ? value('Au') === 'N' : value('PR') === 'N',
    lowPrivileges: second ? value('Au') === 'S' : value('PR') === 'L',
    withoutPerson: second ? undefined : value('UI') === 'N',
    confidentiality: loss('C'),
    integrity: loss('I'),
    availability: loss('A'),
  }
}
