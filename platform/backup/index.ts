// The face of backup: an installation in one file, and out of it again.
export { BackupError, type BackupFault } from './backup-error.ts'
export { type BackupOptions, type BackupProgress, type BackupReport, writeBackup } from './dump/write-backup.ts'
export { fingerprint, type Lock, newBackupKey, recipientOf, type Unlock } from './format/backup-key.ts'
export type { End, Head, TableEnd } from './format/records.ts'
export type { LoadProgress } from './load/load-database.ts'
export { type BackupContents, type BackupFile, openBackup, verifyBackup } from './load/open-backup.ts'
export { type RestoreOptions, type RestoreProgress, type RestoreReport, restoreBackup } from './load/restore-backup.ts'
export { settleRestore } from './load/settle-restore.ts'
