// Restores in a process of its own, to be killed: `restore-process.ts HOME FILE IDENTITY`. Tells its parent how far it is.
import { lockHome, openHome, platformParts } from '../../store/index.ts'
import { restoreBackup } from '../index.ts'
import { fewParts } from './few-parts.ts'
import { oddPart } from './odd-part.ts'
import { quick } from './own-cluster.ts'

const [path = '', file = '', identity = ''] = process.argv.slice(2)
const home = openHome(path)
const lock = lockHome(home)
await restoreBackup({
  ...{ home, file, unlock: { identity }, parts: [...fewParts(platformParts()), oddPart], embedded: quick },
  onProgress: (progress) =>
    process.send?.(progress.phase === 'reading' ? 'reading' : `${progress.phase} ${progress.table}`),
})
lock.release()
process.send?.('done')
process.disconnect()
