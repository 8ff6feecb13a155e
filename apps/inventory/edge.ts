import { defineEdge } from '@holdfast/platform/contract'
import { app } from './app.ts'
import { accounts } from './collect/accounts.ts'
import { filePermissions } from './collect/file-permissions.ts'
import { hardware } from './collect/hardware.ts'
import { identity } from './collect/identity.ts'
import { interfaces } from './collect/interfaces.ts'
import { kernelModules } from './collect/kernel-modules.ts'
import { kernels } from './collect/kernels.ts'
import { listeners } from './collect/listeners.ts'
import { mounts } from './collect/mounts.ts'
import { operatingSystem } from './collect/operating-system.ts'
import { packages } from './collect/packages.ts'
import { pendingUpdates } from './collect/pending-updates.ts'
import { processes } from './collect/processes.ts'
import { repositories } from './collect/repositories.ts'
import { services } from './collect/services.ts'
import { software } from './collect/software.ts'
import { sshServer } from './collect/ssh-server.ts'
import { sudo } from './collect/sudo.ts'
import { tasks } from './collect/tasks.ts'

/** Cheap and identifying ones first: what a person waits for comes early. */
export const edge = defineEdge({
  app,
  collectors: [
    identity,
    operatingSystem,
    hardware,
    interfaces,
    packages,
    accounts,
    sudo,
    sshServer,
    processes,
    listeners,
    services,
    tasks,
    kernels,
    kernelModules,
    mounts,
    repositories,
    filePermissions,
    pendingUpdates,
    software,
  ],
})
