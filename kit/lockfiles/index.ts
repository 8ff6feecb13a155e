/** Lock files: the packages that a project pins. */
export { readComposerLock, readNugetLock, readPipfileLock } from './json-locks.ts'
export { readGemfileLock, readGoSum, readGradleLock, readMixLock } from './line-locks.ts'
export { type LockedPackage, type LockedType, lockedId } from './locked-package.ts'
export { readNpmLock } from './npm-lock.ts'
export { readCargoLock, readPoetryLock } from './toml-locks.ts'
