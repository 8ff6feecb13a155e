import { asText, type ProblemList } from '../reading/index.ts'
import { type VexJustification, type VexProduct, type VexStatement, type VexStatus, vexLimits } from './vex.ts'

const justifications: ReadonlySet<string> = new Set<VexJustification>([
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
])

/** A statement as a form has it: texts as written, of which any may be missing. */
export interface StatementDraft {
  readonly vulnerability: unknown
  readonly aliases: readonly unknown[]
  readonly products: readonly VexProduct[]
  readonly status: VexStatus | undefined
  readonly justification?: unknown
  readonly impact?: unknown
  readonly action?: unknown
  readonly at?: unknown
}

/** Collects the statements of one document, and what is wrong with those that are left out. */
export class StatementList {
  readonly statements: VexStatement[] = []
  readonly #problems: ProblemList

  constructor(problems: ProblemList) {
    this.#problems = problems
  }

  add(draft: StatementDraft, part: string): void {
    const vulnerability = nameOf(draft.vulnerability)
    const { status } = draft
    const wrong = this.#wrongIn(vulnerability, draft)
    if (vulnerability === undefined || status === undefined || wrong !== undefined) {
      this.#problems.add(wrong ?? '', { part })
      return
    }
    const given = asText(draft.justification)
    if (given !== undefined && !justifications.has(given))
      this.#problems.add(`“${given.slice(0, 100)}” is no justification of VEX`, { part })
    const texts = { impact: textOf(draft.impact), action: textOf(draft.action), at: timeOf(draft.at) }
    this.statements.push({
      vulnerability,
      aliases: [...new Set(draft.aliases.map(nameOf).filter((name) => name !== undefined))],
      products: draft.products.slice(0, vexLimits.list),
      status,
      ...(given !== undefined && justifications.has(given) && { justification: given as VexJustification }),
      ...Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== undefined)),
    })
  }

  #wrongIn(vulnerability: string | undefined, { status, products }: StatementDraft): string | undefined {
    if (vulnerability === undefined) return 'names no vulnerability'
    if (status === undefined) return 'has no status that VEX knows'
    if (products.length === 0) return 'names no product'
    if (this.statements.length >= vexLimits.statements) return `is beyond the first ${vexLimits.statements} statements`
    return undefined
  }
}

/** The name of a vulnerability: no white space, and not longer than any real one. */
function nameOf(value: unknown): string | undefined {
  const text = asText(value)?.trim()
  return text === undefined || text.length > 200 || /\s/.test(text) || text === '' ? undefined : text
}

export function textOf(value: unknown): string | undefined {
  const text = asText(value)?.trim().slice(0, vexLimits.text)
  return text === '' ? undefined : text
}

export function timeOf(value: unknown): string | undefined {
  const text = asText(value)
  if (text === undefined || text.length > 64 || Number.isNaN(Date.parse(text))) return undefined
  return new Date(text).toISOString()
}
