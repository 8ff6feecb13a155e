import { type Plan, plan } from '../language/index.ts'
import { sampleEntity } from './sample-entity.ts'
import { sampleTime } from './sample-time.ts'

/** The plan of a query about the sample hosts; fails the test when it is refused. */
export function samplePlan(text: string): Plan {
  const checked = plan(text, sampleEntity, sampleTime)
  if (!checked.ok) throw new Error(`${text}: ${checked.problems.map(({ message }) => message).join(' ')}`)
  return checked.plan
}
