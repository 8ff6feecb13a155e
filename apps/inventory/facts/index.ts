import type { FactType } from '@holdfast/platform/contract'
import { accountFact } from './account.ts'
import { featureFact } from './feature.ts'
import { filePermissionFact } from './file-permission.ts'
import { groupFact } from './group.ts'
import { hardwareFact } from './hardware.ts'
import { identityFact } from './identity.ts'
import { interfaceFact } from './interface.ts'
import { kernelFact } from './kernel.ts'
import { kernelModuleFact } from './kernel-module.ts'
import { listenerFact } from './listener.ts'
import { mountFact } from './mount.ts'
import { operatingSystemFact } from './operating-system.ts'
import { packageFact } from './package.ts'
import { packageIndexFact } from './package-index.ts'
import { pendingUpdateFact } from './pending-update.ts'
import { processFact } from './process.ts'
import { repositoryFact } from './repository.ts'
import { scheduledTaskFact } from './scheduled-task.ts'
import { serviceFact } from './service.ts'
import { softwareFact } from './software.ts'
import { sshServerFact } from './ssh-server.ts'
import { sudoDefaultFact } from './sudo-default.ts'
import { sudoRuleFact } from './sudo-rule.ts'
import { updateFact } from './update.ts'

export * from './account.ts'
export * from './feature.ts'
export * from './file-permission.ts'
export * from './group.ts'
export * from './hardware.ts'
export * from './identity.ts'
export * from './interface.ts'
export * from './kernel.ts'
export * from './kernel-module.ts'
export * from './listener.ts'
export * from './mount.ts'
export * from './operating-system.ts'
export * from './package.ts'
export * from './package-index.ts'
export * from './pending-update.ts'
export * from './process.ts'
export * from './repository.ts'
export * from './scheduled-task.ts'
export * from './service.ts'
export * from './software.ts'
export * from './ssh-server.ts'
export * from './sudo-default.ts'
export * from './sudo-rule.ts'
export * from './update.ts'

/** Every fact of the inventory, in the order in which they are shown. */
export const facts: readonly FactType[] = [
  identityFact,
  operatingSystemFact,
  kernelFact,
  hardwareFact,
  interfaceFact,
  packageFact,
  softwareFact,
  updateFact,
  featureFact,
  listenerFact,
  processFact,
  accountFact,
  groupFact,
  serviceFact,
  scheduledTaskFact,
  mountFact,
  kernelModuleFact,
  repositoryFact,
  packageIndexFact,
  pendingUpdateFact,
  sshServerFact,
  sudoRuleFact,
  sudoDefaultFact,
  filePermissionFact,
]
