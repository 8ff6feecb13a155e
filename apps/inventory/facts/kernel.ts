import { defineFact, type ItemOf } from '@holdfast/platform/contract'
import Type from 'typebox'
import { flag, maybeText, text } from './fields.ts'

/** Scope `running` holds the kernel that runs; scope `installed` those that could be started. */
export const kernelFact = defineFact('inventory', {
  name: 'inventory.kernel',
  version: 1,
  title: 'Kernel',
  summary: 'A kernel that runs (scope "running") or is installed (scope "installed").',
  about: ['host', 'image'],
  key: ['release'],
  dataClass: 'state',
  keepFor: 'P800D',
  schema: Type.Object(
    {
      release: text('Release as uname -r prints it: 6.1.0-27-amd64.'),
      running: flag('True for the kernel that runs now.'),
      build: maybeText('Build version as uname -v prints it; known of the running kernel only.'),
      architecture: maybeText('Machine as the kernel names it: x86_64, aarch64.'),
      image: maybeText('Path of the kernel image below /boot.'),
      package: maybeText('Package that installed the image.'),
      packageVersion: maybeText('Version of that package.'),
    },
    { additionalProperties: false },
  ),
  example: {
    release: '6.1.0-27-amd64',
    running: false,
    image: '/boot/vmlinuz-6.1.0-27-amd64',
    package: 'linux-image-6.1.0-27-amd64',
    packageVersion: '6.1.115-1',
  },
})

export type Kernel = ItemOf<typeof kernelFact>
