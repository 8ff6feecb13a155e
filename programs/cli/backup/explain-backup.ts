import type { BackupFault } from '@holdfast/platform/backup'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

const codes: Partial<Record<BackupFault, number>> = {
  'wrong-key': exitCode.denied,
  'file-exists': exitCode.usage,
  'file-unusable': exitCode.usage,
  'no-backup': exitCode.usage,
  'target-not-empty': exitCode.usage,
}

/** Runs work of a backup; its expected failures become one line and the exit status that fits. */
export async function explained<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    const { name, message, fault } = error as Error & { fault: BackupFault }
    if (name !== 'BackupError') throw error
    throw new CliError(message, { code: codes[fault] ?? exitCode.unavailable, cause: error })
  }
}
