/** Java software in jars and wars, and in those within them. */
export { type ArchiveOptions, readJavaArchive } from './archive.ts'
export { type ArchiveName, isJavaArchive, parseArchiveName } from './archive-name.ts'
export { type JavaArtifact, javaPurl } from './artifact.ts'
export { readManifest, readProperties } from './manifest.ts'
