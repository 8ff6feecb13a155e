import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { count, text, texts } from './fields.ts'

export const kernelModuleFact = defineFact('inventory', {
  name: 'inventory.kernel-module',
  version: 1,
  title: 'Kernel module',
  summary: 'A module that is loaded into the running kernel.',
  about: ['host'],
  key: ['name'],
  dataClass: 'state',
  keepFor: 'P400D',
  schema: Type.Object(
    {
      name: text('Name of the module.'),
      sizeBytes: count('Memory it takes, in bytes.'),
      usedBy: texts('Modules that need it, sorted.'),
      taints: text('Letters by which it taints the kernel: O out of tree, E unsigned, P proprietary; empty for none.'),
    },
    { additionalProperties: false },
  ),
  example: { name: 'nf_tables', sizeBytes: 303_104, usedBy: ['nft_compat'], taints: '' },
})

export type KernelModule = ItemOf<typeof kernelModuleFact>
