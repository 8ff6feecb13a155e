import type { Verb } from '@holdfast/platform/contract'
import { outputOption } from '../shared-options.ts'
import { failOn, feedFolder, hostOptions, quiet, scanOutput, vexFiles } from './options.ts'

/** Looking at one thing without a server, with the collectors, judges and content of all apps. */
export const scanVerbs: readonly Verb[] = [
  {
    name: 'scan host',
    summary: 'Look at one host and judge it, without a server',
    examples: [
      'holdfast scan host',
      'holdfast scan host --fail-on high -o json > host.json',
      'holdfast scan host --root /mnt/disk',
      'holdfast scan host --ssh root@db-1',
      'holdfast scan host --record host.snapshot && holdfast scan host --snapshot host.snapshot',
      'holdfast scan host --image alpine.tar -o cyclonedx',
      'holdfast scan host --recording pc-7.json',
    ],
    options: [...hostOptions, feedFolder, vexFiles, scanOutput, failOn, quiet],
    load: () => import('./host.ts'),
  },
  {
    name: 'scan recorder',
    summary: 'Print the script that records a Windows host, for scan host --recording',
    examples: ['holdfast scan recorder > record-windows.ps1'],
    options: [],
    load: () => import('./recorder.ts'),
  },
  {
    name: 'scan fs',
    summary: 'Find known vulnerabilities in the packages and lock files of a directory',
    examples: ['holdfast scan fs .', 'holdfast scan fs /srv/shop --fail-on high -o sarif > shop.sarif'],
    positionals: [{ name: 'directory', summary: 'a project, or any tree of files' }],
    options: [feedFolder, vexFiles, scanOutput, failOn, quiet],
    load: () => import('./fs.ts'),
  },
  {
    name: 'scan sbom',
    summary: 'Find known vulnerabilities in a bill of materials (CycloneDX, SPDX)',
    examples: [
      'holdfast scan sbom shop.cdx.json',
      'holdfast scan sbom shop.spdx --fail-on critical -o html > shop.html',
      'holdfast scan sbom shop.cdx.json --vex shop.openvex.json',
    ],
    positionals: [{ name: 'file', summary: 'the document; "-" is standard input' }],
    options: [feedFolder, vexFiles, scanOutput, failOn, quiet],
    load: () => import('./sbom.ts'),
  },
  {
    name: 'explain',
    summary: 'Say why a CVE or advisory matches what is installed, or does not',
    examples: [
      'holdfast explain CVE-2024-6119',
      'holdfast explain CVE-2024-6119 sbom shop.cdx.json',
      'holdfast explain GHSA-29mw-wpgm-hmr9 fs . -o json',
    ],
    positionals: [
      { name: 'id', summary: 'CVE, advisory or alias' },
      { name: 'kind', summary: 'host (this one, when absent), fs or sbom', optional: true },
      { name: 'path', summary: 'directory or document', optional: true },
    ],
    options: [feedFolder, { ...outputOption, choices: ['table', 'json'] }, quiet],
    load: () => import('./explain.ts'),
  },
]
