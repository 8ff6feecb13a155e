import type { Collector } from '@holdfast/platform/contract'
import { identityFact } from '../facts/index.ts'
import { physicalMacs } from './interfaces/read-links.ts'
import { readableTexts } from './look/read-text.ts'
import { ScopeReport } from './report/scope-report.ts'

const machineIds = ['/etc/machine-id', '/var/lib/dbus/machine-id']
const hostnames = ['/proc/sys/kernel/hostname', '/etc/hostname']
const productUuid = '/sys/class/dmi/id/product_uuid'
const instanceId = '/var/lib/cloud/data/instance-id'
const bootId = '/proc/sys/kernel/random/boot_id'
const kernelStat = '/proc/stat'

export const identity: Collector = {
  id: 'inventory.identity',
  version: 1,
  summary: 'Names and numbers by which the host is told from others.',
  facts: [identityFact.name],
  requires: ['files'],
  trigger: { paths: ['/etc/machine-id', '/etc/hostname'] },
  everySeconds: 3600,
  async *collect(world) {
    const live = world.capabilities.has('live')
    // Without a running system, files of /proc and /sys in the tree are leftovers of whatever made it.
    const paths = [...machineIds, ...hostnames, instanceId, ...(live ? [productUuid, bootId, kernelStat] : [])]
    const texts = await readableTexts(world, paths)
    const text = (path: string) => texts.get(path)?.trim() || undefined
    const first = (candidates: readonly string[], shape: RegExp) =>
      candidates.map(text).find((value) => value !== undefined && shape.test(value))
    const bootedAt = /^btime (\d+)$/m.exec(texts.get(kernelStat) ?? '')?.[1]
    const report = new ScopeReport(identityFact, 'host')
    const seen = {
      hostname: first(live ? hostnames : hostnames.slice(1), /^\S{1,253}$/),
      machineId: first(machineIds, /^[0-9a-f]{32}$/),
      productUuid: text(productUuid)?.toLowerCase(),
      cloudInstanceId: text(instanceId),
      macs: live ? await physicalMacs(world) : [],
      bootId: text(bootId),
      bootedAt: bootedAt === undefined ? undefined : new Date(Number(bootedAt) * 1000).toISOString(),
    }
    if (Object.values(seen).some((value) => value !== undefined && value.length > 0)) report.add(seen)
    else report.problem('missing', 'nothing tells this host from others: no host name, machine id or hardware address')
    yield* report.observed()
  },
}
