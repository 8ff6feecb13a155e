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
  {
    name: 'asset vex',
    summary: 'Write what is known of the vulnerabilities of an asset as VEX (OpenVEX, CSAF 2.0, CycloneDX 1.6)',
    examples: ['holdfast asset vex web-1 > web-1.openvex.json', 'holdfast asset vex web-1 -o csaf > web-1.csaf.json'],
    positionals: [{ name: 'asset', summary: 'its name or id' }],
    options: [
      {
        name: 'output',
        short: 'o',
        value: 'FORM',
        summary: 'form of the document (default openvex)',
        choices: ['openvex', 'csaf', 'cyclonedx'],
      },
      serverOption,
    ],
    load: () => import('./vex.ts'),
  },
]
