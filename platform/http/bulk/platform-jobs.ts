import type { JobKind } from '../../jobs/index.ts'
import type { EntityExtension } from '../../search/index.ts'
import { platformEntities } from '../entities/platform-entities.ts'
import { type RuleServices, ruleJob } from '../routes/fleet/rule-jobs.ts'
import { acceptManyJob, undoManyJob } from './decision-jobs.ts'

/**
 * The kinds of job that the platform's routes start, for the workers that run them. `extensions`: what apps add to its entities. `services`: what
 * rules about assets need to run.
 */
export function platformJobs(
  extensions: readonly EntityExtension[],
  services?: Omit<RuleServices, 'assets'>,
): readonly JobKind[] {
  const { assets, findings } = platformEntities(extensions)
  return [acceptManyJob(findings), undoManyJob, ...(services ? [ruleJob({ ...services, assets })] : [])]
}
