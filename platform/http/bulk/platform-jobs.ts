import type { JobKind } from '../../jobs/index.ts'
import type { EntityExtension } from '../../search/index.ts'
import { platformEntities } from '../entities/platform-entities.ts'
import { acceptManyJob, undoManyJob } from './decision-jobs.ts'

/** The kinds of job that the platform's routes start, for the workers that run them. `extensions`: what apps add to its entities. */
export function platformJobs(extensions: readonly EntityExtension[]): readonly JobKind[] {
  return [acceptManyJob(platformEntities(extensions).findings), undoManyJob]
}
