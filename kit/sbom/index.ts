/** Bills of materials: CycloneDX in JSON and XML, SPDX in JSON and tags. */

export type { Bill, BillComponent } from './bill.ts'
export { readSbom } from './read-sbom.ts'
export type { Sbom, SbomComponent, SbomProblem, SbomReading } from './sbom.ts'
export { writeCycloneDx } from './write-cyclonedx.ts'
export { writeSpdx } from './write-spdx.ts'
