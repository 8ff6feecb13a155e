import type { Probe } from './probe.ts'
import { password, shadow } from './probes/accounts.ts'
import { file } from './probes/file.ts'
import { fileHash } from './probes/file-hash.ts'
import { inetListeningServers, process58 } from './probes/live.ts'
import { dpkgInfo, rpmInfo } from './probes/packages.ts'
import { partition } from './probes/partition.ts'
import { selinuxBoolean } from './probes/selinux.ts'
import { symlink } from './probes/symlink.ts'
import { environment, family, sysctl, uname } from './probes/system.ts'
import { systemdUnitDependency, systemdUnitProperty } from './probes/systemd.ts'
import { textFileContent } from './probes/text-file-content.ts'

/** How the items of each kind of object are looked for, and what they are called where that is another name. */
export const probes: ReadonlyMap<string, { readonly probe: Probe; readonly item?: string }> = new Map([
  ['independent:environmentvariable', { probe: environment }],
  ['independent:environmentvariable58', { probe: environment }],
  ['independent:family', { probe: family }],
  ['independent:filehash58', { probe: fileHash }],
  ['independent:textfilecontent54', { probe: textFileContent, item: 'textfilecontent' }],
  ['linux:dpkginfo', { probe: dpkgInfo }],
  ['linux:inetlisteningservers', { probe: inetListeningServers, item: 'inetlisteningserver' }],
  ['linux:partition', { probe: partition }],
  ['linux:rpminfo', { probe: rpmInfo }],
  ['linux:selinuxboolean', { probe: selinuxBoolean }],
  ['linux:systemdunitdependency', { probe: systemdUnitDependency }],
  ['linux:systemdunitproperty', { probe: systemdUnitProperty }],
  ['unix:file', { probe: file }],
  ['unix:password', { probe: password }],
  ['unix:process58', { probe: process58 }],
  ['unix:shadow', { probe: shadow }],
  ['unix:symlink', { probe: symlink }],
  ['unix:sysctl', { probe: sysctl }],
  ['unix:uname', { probe: uname }],
])
