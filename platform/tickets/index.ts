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
export { followTickets } from './keeping/follow-tickets.ts'
export { keepTickets } from './keeping/keep-tickets.ts'
export {
  readTicketPolicy,
  type TicketLanguage,
  type TicketPolicy,
  type TicketRule,
  writeTicketPolicy,
} from './policy/ticket-policy.ts'
export { editTickets, type TicketEdit } from './store/edit-ticket.ts'
export { memberOf } from './store/member-of.ts'
export { type OpenedTickets, openTickets } from './store/open-tickets.ts'
export { readTicketEntries, readTicketFindings } from './store/read-ticket.ts'
export { wantsTicketMail, wantTicketMail } from './telling/mute.ts'
export { TicketError } from './ticket-error.ts'

/** The part's migrations. */
export const ticketsPart = { part: 'tickets', folder: new URL('./sql/', import.meta.url) } as const
