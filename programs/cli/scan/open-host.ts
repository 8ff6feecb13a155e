import type { VerbContext } from '@holdfast/platform/contract'
import { openTarget, ScanError, type Target } from '@holdfast/platform/scanning'
import { CliError } from '../cli-error.ts'

/** Opens what the options of a host name: this one unless they name another. Throws CliError. */
export async function openHost(context: VerbContext): Promise<Target> {
  try {
    return await openTarget(context, {})
  } catch (error) {
    if (error instanceof ScanError) throw new CliError(error.message, { code: error.status })
    throw error
  }
}
