/** Bills of materials: CycloneDX in JSON and XML, SPDX in JSON and tags. */
export { readSbom } from './read-sbom.ts'
export type { Sbom, SbomComponent, SbomProblem, SbomReading } from './sbom.ts'
