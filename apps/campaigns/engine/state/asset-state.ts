import rules from './rules.json' with { type: 'json' }

/** How an asset stands in a campaign, worst first. */
export const assetStates = ['infected', 'exploitable', 'unknown', 'mitigated', 'patched'] as const
export type AssetState = (typeof assetStates)[number]

/** What decides: each sign is true or false of an asset in the scope of a campaign, never in between. */
export const signNames = [
  'infected',
  'open',
  'compensated',
  'fixed',
  'patched',
  'exploitable',
  'mitigated',
  'judged',
  'spoken',
  'gap',
] as const

/**
 * `infected`: an indicator matches. `open`: a finding of one of the CVEs is open or accepted. `compensated`: such a finding is excepted by a compensating
 * control. `fixed`: such a finding was fixed. `patched`, `exploitable`, `mitigated`: the pack's query matches. `judged`: the asset was judged for vulnerabilities.
 * `spoken`: the pack says which kinds of package advisories speak of. `gap`: on this asset they do not speak of them, or could not decide.
 */
export type Signs = Readonly<Record<(typeof signNames)[number], boolean>>

interface Rule {
  readonly when: Partial<Signs>
  readonly state: AssetState
  readonly why: string
}

/** The first that holds decides; the last one always does. */
export const stateRules: readonly Rule[] = rules as readonly Rule[]

/** The state of an asset, and the number of the rule that decided (from 0). */
export function stateOf(signs: Signs): { readonly state: AssetState; readonly rule: number; readonly why: string } {
  const rule = stateRules.findIndex(({ when }) =>
    signNames.every((name) => when[name] === undefined || when[name] === signs[name]),
  )
  const { state, why } = stateRules[rule]!
  return { state, rule, why }
}

/** The same decision for many at once: an SQL expression with the number of the rule, over boolean columns of these names. */
export function ruleSql(columnOf: (sign: keyof Signs) => string): string {
  const cases = stateRules.map(({ when }, index) => {
    const conditions = signNames.flatMap((name) =>
      when[name] === undefined ? [] : [`${when[name] ? '' : 'not '}${columnOf(name)}`],
    )
    return conditions.length === 0 ? ` else ${index}` : ` when ${conditions.join(' and ')} then ${index}`
  })
  return `case${cases.join('')} end`
}

/** The state that a rule gives, as an SQL expression over its number. */
export function stateOfRuleSql(rule: string): string {
  return `(array[${stateRules.map(({ state }) => `'${state}'`).join(', ')}])[${rule} + 1]`
}
