import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, maybeCount, maybeText, text } from './fields.ts'

export const hardwareFact = defineFact('inventory', {
  name: 'inventory.hardware',
  version: 1,
  title: 'Hardware',
  summary: 'Processor, memory and make of the machine, and whether it is virtual.',
  about: ['host'],
  key: [],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      cpuModel: maybeText('Model name of the first processor.'),
      cpuCount: count('Number of logical processors the kernel uses.'),
      cpuSockets: maybeCount('Number of physical processor packages.'),
      memoryBytes: count('Memory the kernel can use, in bytes.'),
      vendor: maybeText('Maker of the machine, from its firmware.'),
      product: maybeText('Product name, from its firmware.'),
      serial: maybeText('Serial number, from its firmware; readable by root only.'),
      uuid: maybeText('Product UUID, from its firmware, in lower case; readable by root only.'),
      firmware: maybeText('Vendor and version of the firmware.'),
      virtualization: text(
        'none, container, or the name of the hypervisor: kvm, vmware, hyper-v, xen, qemu, virtualbox.',
      ),
      container: maybeText(
        'Which container technology runs it: docker, podman, lxc, systemd-nspawn, kubernetes, other.',
      ),
      cloud: maybeText(
        'Cloud it seems to run in, from the firmware: aws, azure, gcp, digitalocean, hetzner, openstack.',
      ),
    },
    { additionalProperties: false },
  ),
  example: {
    cpuModel: 'AMD EPYC 7B13',
    cpuCount: 4,
    cpuSockets: 1,
    memoryBytes: 16_777_216_000,
    vendor: 'QEMU',
    product: 'Standard PC (Q35 + ICH9, 2009)',
    virtualization: 'kvm',
  },
})

export type Hardware = ItemOf<typeof hardwareFact>
