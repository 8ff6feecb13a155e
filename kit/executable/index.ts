/** The layout of program files: ELF, PE and Mach-O. */
export type { Executable, Region } from './executable.ts'
export { readExecutable } from './read-executable.ts'
