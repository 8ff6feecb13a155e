/** A rule of the policy, as `GET /ticket-policy` tells it. */
export interface PolicyRule {
  readonly id: string
  readonly name: string
  readonly query: string
  readonly action: 'open' | 'ignore' | 'nothing'
  readonly grouping?: 'finding' | 'asset' | 'check' | 'fix'
  readonly assignee?: string
  readonly days?: number
}

/** A new rule, with an id that no other has. */
export function newRule(rules: readonly PolicyRule[]): PolicyRule {
  let number = rules.length + 1
  while (rules.some(({ id }) => id === `rule-${number}`)) number++
  return { id: `rule-${number}`, name: `Rule ${number}`, query: 'severity >= high', action: 'open', grouping: 'fix' }
}

/** The same rules, with the one at a place a step nearer to the beginning (-1) or the end (1). */
export function moved(rules: readonly PolicyRule[], at: number, by: -1 | 1): readonly PolicyRule[] {
  const to = at + by
  if (to < 0 || to >= rules.length) return rules
  const wanted = [...rules]
  const [one] = wanted.splice(at, 1)
  wanted.splice(to, 0, one!)
  return wanted
}
