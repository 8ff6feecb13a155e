import type { Selection } from '@holdfast/design'

/** Which findings a decision is about, as the server takes it. */
export interface ChosenFindings {
  readonly q: string
  readonly zone: string
  readonly only?: readonly string[]
  readonly except?: readonly string[]
}

/** The rows that are chosen, or all that match except those taken out again. Rows that were chosen stay chosen when the query no longer finds them. */
export function chosenFindings(selection: Selection, query: string): ChosenFindings {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone
  if (!selection.all) return { q: '', zone, only: [...selection.ids] }
  return { q: query, zone, ...(selection.ids.size > 0 && { except: [...selection.ids] }) }
}
