import type { AlertLists } from '../../alerts/index.ts'
import type { EntityExtension } from '../../search/index.ts'
import { auditList } from '../routes/audit-routes.ts'
import { exceptionList } from '../routes/exception-routes.ts'
import { notAssessedList } from '../routes/not-assessed-routes.ts'
import { sourcesAsked } from '../routes/source-list.ts'
import { ticketList } from '../routes/tickets/ticket-list.ts'
import { alertLists } from './alert-lists.ts'
import { platformEntities } from './platform-entities.ts'

/** What alerts can watch, for the workers that ask. `extensions`: what apps add to the platform's entities. */
export function platformAlertLists(extensions: readonly EntityExtension[]): AlertLists {
  return alertLists({
    ...platformEntities(extensions),
    notAssessed: notAssessedList.entity,
    exceptions: exceptionList.entity,
    audit: auditList.entity,
    sources: sourcesAsked.entity,
    tickets: ticketList.entity,
  })
}
