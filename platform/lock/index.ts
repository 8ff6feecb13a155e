/** Locks that the kernel lets go of with their holder. */
export * from './file-lock.ts'
