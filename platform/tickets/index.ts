// The face of tickets: how a ticket goes by what people say and by what its findings prove, and which findings make one ticket.
export { act } from './course/act.ts'
export { followFindings } from './course/follow-findings.ts'
export {
  type Action,
  type CoveredFinding,
  newTicket,
  type Reason,
  type Standing,
  type TicketState,
  type TicketStep,
} from './course/ticket-state.ts'
export { type Group, type Groupable, type Grouping, groupFindings } from './grouping/group-findings.ts'
export { TicketError } from './ticket-error.ts'
