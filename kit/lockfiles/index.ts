/** Lock files: the packages that a project pins. */
export { type LockedPackage, lockedId } from './locked-package.ts'
export { readNpmLock } from './npm-lock.ts'
