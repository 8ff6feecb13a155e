import type { ScanPart } from '@holdfast/platform/contract'
import { describeHost } from './describe-host.ts'
import { listLockFiles } from './list-lock-files.ts'
import { readWindows } from './read-windows.ts'
import { redaction } from './redaction.ts'

/** What the inventory adds to a scan: who the host is, and what of it never gets into a recording. */
export const scanPart: ScanPart = {
  redaction,
  counted: [
    ['inventory.package', 'package', 'packages'],
    ['inventory.software', 'library', 'libraries'],
    ['inventory.update', 'update', 'updates'],
    ['inventory.process', 'program running', 'programs running'],
    ['inventory.listener', 'listening socket', 'listening sockets'],
    ['inventory.account', 'account', 'accounts'],
    ['inventory.service', 'service', 'services'],
  ],
  essential: ['inventory.package'],
  software: ['inventory.operating-system', 'inventory.packages', 'inventory.software'],
  describe: describeHost,
  list: listLockFiles,
  readRecording: readWindows,
}
