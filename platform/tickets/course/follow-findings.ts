import {
  type CoveredFinding,
  type Reason,
  type Standing,
  stepTo,
  type TicketState,
  type TicketStep,
} from './ticket-state.ts'

/**
 * What the findings that a ticket covers make of it now. Pure, and the same again when it is asked again. Evidence goes before people: what is
 * fixed is closed, and what a test found after somebody called it resolved is opened again. A finding that nobody tested since then leaves the
 * person's word standing.
 */
export function followFindings(state: TicketState, findings: readonly CoveredFinding[], now: number): TicketStep {
  const { standing } = state
  const [next, because] = asFindingsSay(state, findings, now)
  const same = next.kind === standing.kind && byOf(next) === byOf(standing)
  return same ? { state, because: undefined } : stepTo(state, next, now, because)
}

type Said = readonly [Standing, Reason]

function asFindingsSay(state: TicketState, findings: readonly CoveredFinding[], now: number): Said {
  const { standing } = state
  if (findings.length === 0) return [{ kind: 'invalid' }, 'no-findings']
  const open = findings.filter(({ status }) => status === 'open')
  if (open.length === 0) return [{ kind: 'fixed' }, 'evidence']
  const asked = open.filter(({ excepted }) => !excepted)
  switch (standing.kind) {
    case 'ignored':
      if (standing.by === 'person' && (standing.until === undefined || now < standing.until))
        return [standing, 'person']
      if (asked.length === 0) return [{ kind: 'ignored', by: 'exceptions' }, 'exceptions']
      return [{ kind: 'open' }, standing.by === 'person' ? 'time-over' : 'exceptions-ended']
    case 'resolved':
      if (asked.length === 0) return [{ kind: 'ignored', by: 'exceptions' }, 'exceptions']
      return asked.some(({ lastFoundAt }) => lastFoundAt > state.since)
        ? [{ kind: 'open' }, 'found-again']
        : [standing, 'person']
    default:
      if (asked.length === 0) return [{ kind: 'ignored', by: 'exceptions' }, 'exceptions']
      return [{ kind: 'open' }, 'found-again']
  }
}

function byOf(standing: Standing): string | undefined {
  return standing.kind === 'ignored' ? standing.by : undefined
}
