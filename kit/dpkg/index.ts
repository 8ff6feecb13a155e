/** The databases that dpkg keeps below /var/lib/dpkg. */
export {
  type Diversion,
  type FileDigest,
  type InfoFileName,
  parseInfoFileName,
  readDiversions,
  readFileList,
  readMd5sums,
} from './owned-files.ts'
export { type Conffile, type DpkgPackage, type DpkgStatus, dpkgPurl, isInstalled } from './package.ts'
export { readDpkgStatus, readSource, type StatusOptions } from './status.ts'
