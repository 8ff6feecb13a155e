/** What apt keeps and is told: repositories, their release files and package indexes. */
export { type AptListName, aptListName, parseAptListName } from './list-name.ts'
export { type OfferedPackage, readPackagesIndex } from './packages-index.ts'
export { type Release, readRelease } from './release.ts'
export { type AptSource, readDeb822Sources, readSourcesList } from './sources.ts'
