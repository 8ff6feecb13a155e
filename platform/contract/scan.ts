import type { Severity } from './check.ts'
import type { KnownFacts, KnownProblem } from './judge.ts'
import type { Stop } from './stop.ts'
import type { LiveProcess, World } from './world.ts'

/** Software that no fact tells of: a component of a bill of materials, or what a lock file pins. */
export interface ListedSoftware {
  readonly purl: string | undefined
  readonly name: string
  readonly version: string | undefined
  /** What lists it, or where it lies: a path. */
  readonly path: string | undefined
  readonly cpes: readonly string[]
  readonly licenses: readonly string[]
  /** What it was built from, where that is said. */
  readonly source: { readonly name: string; readonly version: string } | undefined
  /** Needed for development only. */
  readonly development: boolean
}

/** What content from outside is asked about. */
export interface ScannedContent {
  readonly facts: readonly KnownFacts[]
  readonly listed: readonly ListedSoftware[]
  /** Of the whole, as os-release names it, for software that does not name its own. */
  readonly distribution: { readonly id: string; readonly release: string | undefined } | undefined
}

/** One distinct software of what was scanned. */
export interface ScannedSoftware {
  /** Empty where it cannot be written as one. */
  readonly purl: string
  readonly ecosystem: string
  readonly name: string
  readonly version: string | undefined
  readonly source: { readonly name: string; readonly version: string } | undefined
  readonly licenses: readonly string[]
  readonly cpes: readonly string[]
  /** Where it lies, of what is no package of the system. */
  readonly paths: readonly string[]
}

/** A known flaw of one software. */
export interface SoftwareFinding {
  /** CVE, otherwise the id of an advisory. */
  readonly check: string
  readonly aliases: readonly string[]
  readonly title: string
  readonly severity: Severity
  /** Who decided the severity, and by which word or vector. */
  readonly rated: {
    readonly by: string
    readonly feed: string | undefined
    readonly value: string
    readonly score: number | undefined
  }
  readonly purl: string
  readonly ecosystem: string
  readonly name: string
  /** The package that the publisher names, which may be the one that it was built from. */
  readonly namedAs: string
  /** Version of that package. */
  readonly installed: string
  /** The version that satisfies all who say so; undefined where none is to be had. */
  readonly fixed: string | undefined
  readonly fixedVersions: readonly string[]
  /** Why there is none, in the terms of the publisher. */
  readonly unfixed: string | undefined
  readonly matchType: string
  /** 0–100. */
  readonly confidence: number
  /** Of kernels: whether it is the one that runs. */
  readonly inUse: boolean | undefined
  /** Who says so, and in which words. */
  readonly statements: readonly {
    readonly feed: string
    readonly advisory: string
    readonly words: string
    readonly fixed: string | undefined
  }[]
  readonly because: string
  readonly fix: string | undefined
  readonly cwes: readonly string[]
  readonly paths: readonly string[]
}

/** What is said of software of which it cannot be said whether it is affected. */
export interface SoftwareNotAssessed {
  /** Empty where it is about all of it. */
  readonly purl: string
  readonly ecosystem: string
  readonly name: string
  readonly check: string | undefined
  readonly reason: string
  readonly sentence: string
}

/** A flaw that a VEX document says is none here, or fixed: no finding, and not forgotten. */
export interface SoftwareExcepted {
  readonly finding: SoftwareFinding
  readonly status: 'not_affected' | 'fixed'
  /** In the words of VEX: `vulnerable_code_not_in_execute_path`. */
  readonly justification: string | undefined
  /** In the words of its author. */
  readonly words: string | undefined
  /** Who says so: author and id of the document, as far as it tells. */
  readonly author: string
  readonly document: string
}

/** What content from outside says of software. */
export interface SoftwareAssessment {
  /** In order of code units of what they are called. */
  readonly software: readonly ScannedSoftware[]
  readonly findings: readonly SoftwareFinding[]
  readonly excepted: readonly SoftwareExcepted[]
  readonly notAssessed: readonly SoftwareNotAssessed[]
  /** By what it was assessed; empty where nothing was there, and then nothing was assessed. */
  readonly feeds: readonly { readonly feed: string; readonly date: string | undefined }[]
}

/** What is said of the host itself, for the head of a result. */
export interface ScannedHost {
  readonly name: string
  /** Where it was looked at: `this host`, `root /mnt/disk`, `root@db-1`. */
  readonly seenAs: string
  readonly operatingSystem: string | undefined
  readonly kernel: string | undefined
  readonly machine: string | undefined
  readonly machineId: string | undefined
  readonly scannedAt: string
}

/** Where content from outside lies. */
export interface ContentPlace {
  /** Home directory of the installation. */
  readonly home: string
  /** Instead of it, where somebody names one: a folder of feeds. */
  readonly feeds: string | undefined
}

/** What an app adds to scans on the command line, besides its collectors and judges. */
export interface ScanPart {
  /** Takes secrets out of what is recorded. */
  readonly redaction?: {
    file?(path: string, bytes: Uint8Array): Uint8Array
    process?(process: LiveProcess): LiveProcess
  }
  /** Facts that are counted on top, with the words for one and for many. */
  readonly counted?: readonly (readonly [fact: string, one: string, many: string])[]
  /** Facts without which nothing was seen: where none has an item, there was nothing to assess. */
  readonly essential?: readonly string[]
  /** Collectors that read software from files at rest, for trees that are no hosts. */
  readonly software?: readonly string[]
  /** Facts that a recording tells which another program made of a host; undefined where it is none of this app's. Throws for one that cannot be read. */
  readRecording?(bytes: Uint8Array):
    | {
        readonly name: string
        readonly recordedAt: string
        readonly facts: readonly KnownFacts[]
        readonly problems: readonly KnownProblem[]
      }
    | undefined
  describe?(facts: readonly KnownFacts[], seenAs: string, scannedAt: string): ScannedHost
  /** Software that files of a tree list, besides what collectors see: lock files. */
  list?(
    world: World,
    stop: Stop,
  ): Promise<{
    readonly software: readonly ListedSoftware[]
    readonly problems: readonly { readonly path: string; readonly reason: string }[]
  }>
  /** What is known of software. Throws for content that cannot be read. */
  assess?(scanned: ScannedContent, place: ContentPlace): Promise<SoftwareAssessment>
  /** Why something matches software or does not, in words: one line a row. */
  explain?(id: string, scanned: ScannedContent, place: ContentPlace): Promise<ScanExplanation>
}

export interface ScanExplanation {
  /** Findings that go by this name; empty where no content knows it. */
  readonly checks: readonly string[]
  readonly advisories: readonly { readonly feed: string; readonly advisory: string; readonly withdrawn: boolean }[]
  /** Packages that are named with it: `Debian:12 openssl`. */
  readonly names: readonly string[]
  readonly software: readonly {
    readonly purl: string
    readonly name: string
    readonly version: string
    readonly check: string
    readonly verdict: string
    readonly sentence: string
    readonly statements: readonly { readonly feed: string; readonly advisory: string; readonly words: string }[]
  }[]
  readonly feeds: readonly { readonly feed: string; readonly date: string | undefined }[]
}
