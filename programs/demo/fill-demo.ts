import { createIntake } from '@holdfast/platform/intake'
import type { Database } from '@holdfast/platform/store'
import type { DemoServices } from '@holdfast/platform/tenants'
import { intakeDoor } from './agent-door.ts'
import { demoKey } from './demo-key.ts'
import { windowsShare } from './draw-windows-host.ts'
import { updatedAtFirst } from './host-on-day.ts'
import { readPackageIndex, smallIndex } from './package-index.ts'
import { simulateFleet } from './simulate-fleet.ts'

/** Each demo has the same hosts. */
export const demoSeed = 'demo'

/** Has simulated hosts tell of themselves to the intake of this process, with all that is checked of real ones. */
export function fillDemo(database: Database, trust: () => unknown, secret: Uint8Array): DemoServices['fill'] {
  return async ({ activationKey, keyId, hosts, known, onHost, stop }) => {
    const intake = await createIntake(database, { trust })
    try {
      await simulateFleet({
        door: () => intakeDoor(intake),
        keys: [activationKey],
        index: await readPackageIndex(smallIndex),
        agents: hosts,
        seed: demoSeed,
        atOnce: 4,
        updated: updatedAtFirst,
        windows: windowsShare,
        sourceKey: (host) => demoKey(secret, keyId, host),
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
