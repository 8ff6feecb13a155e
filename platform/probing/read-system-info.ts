import type { SystemInfo } from '@holdfast/kit/oval'
import type { World } from '@holdfast/platform/contract'
import { Look } from './look.ts'

/** What system characteristics say of the system; a world without a running kernel says what its files do. */
export async function readSystemInfo(world: World): Promise<SystemInfo> {
  const look = new Look(world)
  const line = async (path: string) => {
    const read = await look.text(path)
    return read.ok ? read.text.trim() : undefined
  }
  return {
    osName: (await line('/proc/sys/kernel/ostype')) ?? 'Linux',
    osVersion: (await line('/proc/sys/kernel/version')) ?? '',
    architecture: (await line('/proc/sys/kernel/arch')) ?? '',
    hostName: (await line('/proc/sys/kernel/hostname')) ?? (await line('/etc/hostname')) ?? world.name,
    interfaces: [],
  }
}
