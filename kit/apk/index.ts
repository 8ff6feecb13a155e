/** What Alpine's package manager apk keeps. */
export { resolveApkDependencies } from './dependencies.ts'
export { maxFilesPerPackage, readApkDatabase } from './installed.ts'
export { type ApkFile, type ApkPackage, apkPurl } from './package.ts'
export { type ApkRepository, readApkRepositories } from './repositories.ts'
