import type { Verb } from '@holdfast/platform/contract'
import { documentOption, serverOption } from '../shared-options.ts'

/** Bills of materials that others made. What an asset has is written by `asset sbom`. */
export const sbomVerbs: readonly Verb[] = [
  {
    name: 'sbom import',
    summary: 'Import a bill of materials: what it lists becomes the software of an asset (CycloneDX, SPDX)',
    examples: [
      'holdfast sbom import shop.cdx.json',
      'holdfast sbom import supplier.spdx --asset "Supplier box" --kind host',
      'syft alpine:3.20 -o cyclonedx-json | holdfast sbom import - --asset alpine:3.20',
    ],
    positionals: [{ name: 'file', summary: 'the bill; "-" is standard input' }],
    options: [
      { name: 'asset', value: 'ASSET', summary: 'id or name of the asset; what the bill is of unless told' },
      {
        name: 'kind',
        value: 'KIND',
        summary: 'what that asset is where it is new (image)',
        choices: ['image', 'container', 'host'],
      },
      { name: 'observed', value: 'TIME', summary: 'when the bill was made; now unless told' },
      documentOption,
      serverOption,
    ],
    load: () => import('./import.ts'),
  },
]
