/** VEX: who is not affected and why, read and written as OpenVEX, CSAF VEX and CycloneDX VEX. */
export { lastWord, type VexQuestion, type VexWord } from './last-word.ts'
export { namesPurl } from './names-purl.ts'
export { purlsOfPackage } from './purls-of-package.ts'
export { readVex, readVexValue } from './read-vex.ts'
export type {
  VexDocument,
  VexForm,
  VexJustification,
  VexProduct,
  VexReading,
  VexStatement,
  VexStatus,
} from './vex.ts'
export { type CsafPublisher, writeCsafVex } from './write-csaf.ts'
export { vexAnalysis, writeCycloneDxVex } from './write-cyclonedx.ts'
export { writeOpenVex } from './write-openvex.ts'
