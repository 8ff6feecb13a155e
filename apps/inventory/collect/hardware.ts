import type { Collector, World } from '@holdfast/platform/contract'
import { hardwareFact } from '../facts/index.ts'
import { type Firmware, recognizeCloud, recognizeHypervisor } from './hardware/recognize-machine.ts'
import { readableTexts } from './look/read-text.ts'
import { ScopeReport } from './report/scope-report.ts'

const dmi = '/sys/class/dmi/id'
const dmiFields =
  'sys_vendor product_name product_serial product_uuid bios_vendor bios_version chassis_asset_tag'.split(' ')
const cpuinfo = '/proc/cpuinfo'
const meminfo = '/proc/meminfo'
const hypervisorType = '/sys/hypervisor/type'
const systemdContainer = '/run/systemd/container'
const initEnvironment = '/proc/1/environ'
const containerMarks = { '/.dockerenv': 'docker', '/run/.containerenv': 'podman' } as const

export const hardware: Collector = {
  id: 'inventory.hardware',
  version: 1,
  summary: 'Processor, memory, make of the machine and what virtualises it.',
  facts: [hardwareFact.name],
  requires: ['files', 'live'],
  trigger: {},
  everySeconds: 3600,
  async *collect(world) {
    const report = new ScopeReport(hardwareFact, 'host')
    const paths = [cpuinfo, meminfo, hypervisorType, systemdContainer, initEnvironment]
    const texts = await readableTexts(world, [...paths, ...dmiFields.map((field) => `${dmi}/${field}`)])
    const made = (field: string) => texts.get(`${dmi}/${field}`)?.trim() || undefined
    const cpus = texts.get(cpuinfo) ?? ''
    const firmware: Firmware = {
      vendor: made('sys_vendor') ?? '',
      product: made('product_name') ?? '',
      firmware: [made('bios_vendor'), made('bios_version')].filter(Boolean).join(' '),
      assetTag: made('chassis_asset_tag') ?? '',
    }
    const container = await containerOf(world, texts)
    const hypervisor =
      recognizeHypervisor(firmware) ??
      texts.get(hypervisorType)?.trim() ??
      (/^flags\s*:.*\bhypervisor\b/m.test(cpus) ? 'unknown hypervisor' : undefined)
    const memory = /^MemTotal:\s+(\d{1,12}) kB$/m.exec(texts.get(meminfo) ?? '')?.[1]
    if (memory === undefined) report.problem('missing', `${meminfo}: no MemTotal`)
    report.add({
      cpuModel: /^(?:model name|Model|cpu model)\s*:\s*(.+)$/m.exec(cpus)?.[1],
      cpuCount: cpus.match(/^processor\s*:/gm)?.length ?? 0,
      cpuSockets: new Set(cpus.match(/^physical id\s*:.*$/gm)).size || undefined,
      memoryBytes: Number(memory ?? 0) * 1024,
      vendor: made('sys_vendor'),
      product: made('product_name'),
      serial: made('product_serial'),
      uuid: made('product_uuid')?.toLowerCase(),
      firmware: firmware.firmware || undefined,
      virtualization: container ? 'container' : (hypervisor ?? 'none'),
      container,
      cloud: recognizeCloud(firmware),
    })
    yield* report.observed()
  },
}

/** Container managers tell the first process by its environment, or leave a file (systemd: "The Container Interface"). */
async function containerOf(world: World, texts: ReadonlyMap<string, string>): Promise<string | undefined> {
  const told = texts.get(systemdContainer)?.trim()
  if (told) return told
  const variable = texts
    .get(initEnvironment)
    ?.split('\0')
    .find((pair) => pair.startsWith('container='))
  if (variable !== undefined) return variable.slice('container='.length) || 'other'
  for await (const answer of world.files.statMany(Object.keys(containerMarks)))
    if (answer.ok) return containerMarks[answer.path as keyof typeof containerMarks]
  return undefined
}
