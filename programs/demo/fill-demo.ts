import { createIntake } from '@holdfast/platform/intake'
import type { Database } from '@holdfast/platform/store'
import type { DemoServices } from '@holdfast/platform/tenants'
import { intakeDoor } from './agent-door.ts'
import { readPackageIndex, smallIndex } from './package-index.ts'
import { simulateFleet } from './simulate-fleet.ts'

/** Has simulated hosts tell of themselves to the intake of this process, with all that is checked of real ones. Each demo has the same hosts. */
export function fillDemo(database: Database, trust: () => unknown): DemoServices['fill'] {
  return async ({ activationKey, hosts, known, onHost, stop }) => {
    const intake = await createIntake(database, { trust })
    try {
      await simulateFleet({
        door: () => intakeDoor(intake),
        keys: [activationKey],
        index: await readPackageIndex(smallIndex),
        agents: hosts,
        seed: 'demo',
        atOnce: 4,
        updated: 0.1,
        known,
        onHost,
        stop,
        log: () => {},
      })
    } finally {
      await intake.close()
    }
  }
}
