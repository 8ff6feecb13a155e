import { formatDate } from '@holdfast/design'
import type { Disposition, FindingStep } from './finding.ts'
import words from './words.json' with { type: 'json' }

export const reasons = words.reasons

export function reasonWords(reason: string): string {
  return reasons.find(({ value }) => value === reason)?.label ?? reason
}

export function dispositionWords(disposition: Disposition): string {
  return words.dispositions[disposition]
}

/** How much the source could see when it looked. */
export function reachWords(reach: string): string {
  return lookUp(words.reach, reach) ?? reach
}

/** A step of the history: what happened, and why. */
export function stepWords({ kind, detail, disposition }: FindingStep): { title: string; detail?: string } {
  const because =
    text(detail.proof) ?? proofOf(detail) ?? lookUp(words.because, String(detail.because)) ?? text(detail.because)
  const title =
    kind !== 'disposition'
      ? (lookUp(words.steps, kind) ?? kind)
      : disposition === 'none'
        ? 'Counts as open again'
        : `Decided: ${dispositionWords(disposition)}`
  return { title, ...(because !== undefined && { detail: because }) }
}

/** "until 22 Feb 2027", or "without end". */
export function untilWords(endsAt: string | null): string {
  return endsAt === null ? 'without end' : `until ${formatDate(endsAt)}`
}

/** An order as a sentence: "upgrade openssl" → "Upgrade openssl." */
export function asSentence(words: string): string {
  const begun = words.charAt(0).toUpperCase() + words.slice(1)
  return begun === '' || /[.!?]$/.test(begun) ? begun : `${begun}.`
}

/** The first sentence of a longer text. */
export function firstSentence(words: string): string {
  return /^[\s\S]*?[.!?](?=\s|$)/.exec(words)?.[0] ?? words
}

function proofOf(detail: FindingStep['detail']): string | undefined {
  return text((detail.evidence as { summary?: unknown } | undefined)?.summary)
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function lookUp(table: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(table, name) ? table[name] : undefined
}
