/** Locks that the kernel lets go of with their holder. */
export * from './file-lock.ts'
export { whileLocked } from './while-locked.ts'
