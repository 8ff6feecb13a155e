import type { Check, CheckId } from '@holdfast/platform/contract'
import type { VulnerabilityContent } from '../judge/content.ts'
import { wordsOfName } from '../judge/words-of-check.ts'
import { reportedName } from './reported-check-id.ts'

/** The words of a CVE that another scanner reports, from everything that feeds say of it. */
export function wordsOfReported(id: CheckId, { library }: VulnerabilityContent): Check | undefined {
  const name = reportedName(id)
  return name === undefined ? undefined : wordsOfName(id, name, library.threatsOf(name), library.advisoriesOf(name))
}
