/** What Go programs say of how they were built. */
export { type GoReading, readGoBuildInfo } from './build-info.ts'
export { type GoBuildInfo, type GoModule, goPurl } from './module.ts'
