import { byCheck, Tally } from './combine.ts'
import { compareValues } from './compare-values.ts'
import type { Patterns } from './patterns.ts'
import type { WantedEntity } from './request.ts'
import type { OvalResult } from './words.ts'

/** Whether a value that was found is one that an entity of an object wants, with all or some of the values of its variable. */
export function meetsEntity(entity: WantedEntity, found: string, patterns: Patterns): OvalResult {
  const { datatype, operation, variableCheck, values } = entity
  const tally = new Tally()
  for (const { text } of values) tally.add(compareValues(datatype, operation, text, found, patterns).result)
  // Of an object, a variable names all that is looked for: what is one of its values is found.
  const check =
    entity.variable !== undefined && operation === 'equals' && variableCheck === 'all' ? 'at least one' : variableCheck
  return byCheck(tally, check)
}
