/** Lock files: the packages that a project pins. */
export { readBunLock } from './bun-lock.ts'
export { namesAllModules, readGoMod } from './go-mod.ts'
export {
  readComposerLock,
  readConanLock,
  readNugetLock,
  readPipfileLock,
  readSbtLock,
  readSwiftResolved,
} from './json-locks.ts'
export { readGemfileLock, readGoSum, readGradleLock, readMixLock } from './line-locks.ts'
export { type LockedPackage, type LockedType, lockedId } from './locked-package.ts'
export { readNpmLock } from './npm-lock.ts'
export { readPackagesConfig, readPackagesProps } from './nuget-locks.ts'
export { readPnpmLock } from './pnpm-lock.ts'
export { readRequirements } from './requirements.ts'
export { readCargoLock, readJuliaManifest, readPoetryLock, readPylock, readUvLock } from './toml-locks.ts'
export type { ParseYaml } from './yaml-document.ts'
export { readCondaEnvironment, readPodfileLock, readPubspecLock } from './yaml-locks.ts'
export { readYarnLock } from './yarn-lock.ts'
