/** What can be wrong with a backup or with the place that it shall be restored to, one stable code each. */
export type BackupFault =
  | 'no-backup'
  | 'newer-format'
  | 'newer-program'
  | 'other-program'
  | 'wrong-key'
  | 'damaged'
  | 'file-exists'
  | 'file-unusable'
  | 'disk-full'
  | 'rows-hidden'
  | 'target-not-empty'
  | 'target-in-use'
  | 'mismatch'

/** An expected failure of a backup or restore. `message` is fit to be shown as it is, and holds no secret. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
  readonly fault: BackupFault

  constructor(fault: BackupFault, message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.fault = fault
  }
}
