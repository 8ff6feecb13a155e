/** Packages of programming languages, as they lie on a disk after installation. */
export { type CargoPackage, type InflateZlib, readCargoAudit } from './cargo-audit.ts'
export { readComposerInstalled } from './composer-installed.ts'
export { readCondaMeta } from './conda-meta.ts'
export { type DotnetLibrary, readDotnetDeps } from './dotnet-deps.ts'
export { readGemspec } from './gemspec.ts'
export { type LanguagePackage, type LanguagePackageType, languagePurl } from './language-package.ts'
export { readNpmPackage } from './npm-package.ts'
export { readPythonMetadata } from './python-metadata.ts'
