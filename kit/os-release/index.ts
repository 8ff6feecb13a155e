/** Which operating system this is, from os-release and what came before it. */
export { identifyOperatingSystem, releaseFiles } from './identify.ts'
export { ecosystemOf, type OperatingSystem } from './operating-system.ts'
export { systemFamily } from './system-family.ts'
export { readUbuntuProServices, ubuntuProStatusFile } from './ubuntu-pro.ts'
