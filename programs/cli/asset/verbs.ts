import type { Verb } from '@holdfast/platform/contract'
import { serverOption } from '../shared-options.ts'

/** Assets of a running server on the command line. */
export const assetVerbs: readonly Verb[] = [
  {
    name: 'asset sbom',
    summary: 'Write the software of an asset as a bill of materials (CycloneDX 1.6, SPDX 2.3)',
    examples: ['holdfast asset sbom web-1 > web-1.cdx.json', 'holdfast asset sbom ast_0123456789 -o spdx'],
    positionals: [{ name: 'asset', summary: 'its name or id' }],
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'FORM',
        summary: 'form of the bill (default cyclonedx)',
        choices: ['cyclonedx', 'spdx'],
      },
      serverOption,
    ],
    load: () => import('./sbom.ts'),
  },
]
