// For tests of backup and restore: an installation with rows of every kind, and what is equal about two of them.
export { databaseImage } from './database-image.ts'
export { fewParts } from './few-parts.ts'
export { fillOddly, oddPart } from './odd-part.ts'
export { quick, withOwnCluster } from './own-cluster.ts'
