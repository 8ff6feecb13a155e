import { csafReader } from './csaf/csaf-reader.ts'
import { cveReader } from './cve/cve-reader.ts'
import { cweReader } from './cwe/cwe-reader.ts'
import { debianFixesReader } from './debian/fixes-reader.ts'
import { debianListReader } from './debian/list-reader.ts'
import { debianTrackerReader } from './debian/tracker-reader.ts'
import { endoflifeReader } from './endoflife/endoflife-reader.ts'
import { epssReader } from './epss/epss-reader.ts'
import type { FeedReader } from './feed-reader.ts'
import { kevReader } from './kev/kev-reader.ts'
import { cvrfReader } from './microsoft/cvrf-reader.ts'
import { wesngReader } from './microsoft/wesng-reader.ts'
import { nodejsReader } from './nodejs/nodejs-reader.ts'
import { nvdReader } from './nvd/nvd-reader.ts'
import { osvReader } from './osv/osv-reader.ts'
import { ovalReader } from './oval/oval-reader.ts'
import { retirejsReader } from './retirejs/retirejs-reader.ts'
import { secdbReader } from './secdb/secdb-reader.ts'
import { updateinfoReader } from './updateinfo/updateinfo-reader.ts'
import { cyclonedxVexReader } from './vex/cyclonedx-reader.ts'
import { openvexReader } from './vex/openvex-reader.ts'

/** All formats that are read. The first that matches a file reads it: those that recognise themselves by little come last. */
export const feedReaders: readonly FeedReader[] = [
  csafReader,
  openvexReader,
  cweReader,
  ovalReader,
  updateinfoReader,
  cvrfReader,
  wesngReader,
  osvReader,
  debianTrackerReader,
  nodejsReader,
  retirejsReader,
  endoflifeReader,
  debianFixesReader,
  debianListReader,
  kevReader,
  epssReader,
  secdbReader,
  cveReader,
  nvdReader,
  cyclonedxVexReader,
]
