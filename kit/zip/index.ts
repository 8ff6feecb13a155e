/** Reads zip archives by their central directory, member by member. */
export { type DirectoryLimits, readZipDirectory } from './directory.ts'
export type { Inflate, ZipEntry } from './entry.ts'
export { type MemberOptions, readZipMember } from './member.ts'
