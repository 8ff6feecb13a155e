import type { Verb } from '@holdfast/platform/contract'
import { documentOption, outputOption, serverOption } from '../shared-options.ts'

/** Reports of other scanners: read on the command line without a server, or imported into a running one. */
export const reportVerbs: readonly Verb[] = [
  {
    name: 'report read',
    summary: 'Read the report of another scanner: its findings in one form, whatever it was written in',
    examples: [
      'holdfast report read scan.nessus',
      'holdfast report read results.sarif -o json',
      'trivy image --format json alpine | holdfast report read - --fail-on high',
    ],
    positionals: [
      {
        name: 'file',
        summary: 'JSON, JSON lines, XML or a table, known by its content; "-" is standard input',
      },
    ],
    options: [
      outputOption,
      {
        name: 'fail-on',
        value: 'SEVERITY',
        summary: 'exit 1 when a finding is at or above',
        choices: ['info', 'low', 'medium', 'high', 'critical'],
      },
    ],
    load: () => import('./read.ts'),
  },
  {
    name: 'report import',
    summary: 'Import the report of another scanner: its findings become findings of the assets that it names',
    examples: [
      'holdfast report import perimeter.nessus --name perimeter',
      'holdfast report import results.sarif --asset shop --kind image',
      'trivy image --format json alpine | holdfast report import - --asset alpine --kind image',
    ],
    positionals: [{ name: 'file', summary: 'as report read takes it; "-" is standard input' }],
    options: [
      {
        name: 'name',
        value: 'NAME',
        summary: 'reports of one scan have one name, each replaces the one before; the format unless told',
      },
      { name: 'asset', value: 'ASSET', summary: 'id or name of what it is about, where the report names no machine' },
      {
        name: 'kind',
        value: 'KIND',
        summary: 'what that asset is where it is new (host)',
        choices: ['host', 'image', 'container', 'cloud-resource', 'web-application', 'network-service'],
      },
      {
        name: 'from',
        value: 'SEVERITY',
        summary: 'the mildest that is taken (low)',
        choices: ['info', 'low', 'medium', 'high', 'critical'],
      },
      { name: 'observed', value: 'TIME', summary: 'when it was scanned; now unless told' },
      {
        name: 'whole',
        summary: 'it covers all assets of earlier reports of its name: those it does not name are clean',
      },
      documentOption,
      serverOption,
    ],
    load: () => import('./import.ts'),
  },
  {
    name: 'report list',
    summary: 'List the imported reports of other scanners',
    examples: ['holdfast report list'],
    options: [outputOption, serverOption],
    load: () => import('./list.ts'),
  },
  {
    name: 'report remove',
    summary: 'Take back all that reports of a name say: what they found is closed',
    examples: ['holdfast report remove perimeter'],
    positionals: [{ name: 'name', summary: 'name of the report' }],
    options: [serverOption],
    load: () => import('./remove.ts'),
  },
]
