/** Versions of every package ecosystem: parse once, compare by the rules of the tool that made them. */
export { type CompareOptions, compareVersions, ecosystems, schemeOf, versionOrderKey } from './compare-versions.ts'
export { areOfOneLine, isModular, parseModularityLabel, type RpmModule } from './rpm-module.ts'
export type { Order, VersionScheme } from './scheme.ts'
