import { TicketError } from '../ticket-error.ts'
import { type Action, type Standing, stepTo, type TicketState, type TicketStep } from './ticket-state.ts'

const told: Readonly<Record<Standing['kind'], string>> = {
  open: 'open',
  resolved: 'resolved',
  fixed: 'closed: its findings are fixed',
  ignored: 'ignored',
  invalid: 'invalid: none of its findings is left',
}

const from: Readonly<Record<Action['kind'], readonly Standing['kind'][]>> = {
  resolve: ['open'],
  reopen: ['resolved', 'ignored'],
  ignore: ['open', 'resolved', 'ignored'],
}

/**
 * What an action of a person makes of a ticket. Only evidence closes a ticket as fixed and opens it after that. Throws a TicketError where the
 * ticket does not stand so that the action can be, and for a time to open again that is not ahead.
 */
export function act(state: TicketState, action: Action, now: number): TicketStep {
  const { standing } = state
  if (!from[action.kind].includes(standing.kind))
    throw new TicketError('/action', `A ticket that is ${told[standing.kind]} cannot be changed by “${action.kind}”.`)
  if (standing.kind === 'ignored' && standing.by === 'exceptions' && action.kind === 'reopen')
    throw new TicketError('/action', 'Exceptions hold for all of its findings: end them to open the ticket again.')
  switch (action.kind) {
    case 'resolve':
      return stepTo(state, { kind: 'resolved' }, now, 'person')
    case 'reopen':
      return stepTo(state, { kind: 'open' }, now, 'person')
    case 'ignore': {
      const { until } = action
      if (until !== undefined && !(until > now))
        throw new TicketError('/until', 'The time at which the ticket opens again is to be ahead.')
      return stepTo(state, { kind: 'ignored', by: 'person', ...(until !== undefined && { until }) }, now, 'person')
    }
  }
}
