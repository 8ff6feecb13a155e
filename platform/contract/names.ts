/** The id of an app: also its folder, package name, table prefix, route prefix and the prefix of its facts and checks. */
export type AppId = string

/** `<app>.<noun>`, singular, kebab-case: `inventory.package`. */
export type FactName = `${AppId}.${string}`
/** `<app>.<what-happened>`: `inventory.process-started`. */
export type EventName = `${AppId}.${string}`
/** `<app>.<statement>`: `inventory.operating-system-is-supported`. An id is never reused. */
export type CheckId = `${AppId}.${string}`
/** `<app>.<noun>`: `inventory.host`. */
export type JudgeId = `${AppId}.${string}`
/** `<app>.<noun>`: `inventory.dpkg`. */
export type CollectorId = `${AppId}.${string}`

/** UTC instant as ISO 8601 with milliseconds: `2026-11-22T10:14:00.000Z`. */
export type Instant = string
/** ISO 8601 duration: `P400D`, `PT30S`. */
export type Duration = string

/** What kind of thing an asset is. */
export type AssetKind = 'host' | 'image' | 'container' | 'cloud-resource' | 'web-application' | 'network-service'

const namePattern = /^[a-z][a-z0-9-]*\.[a-z][a-z0-9-]*$/

/** True for `<app>.<kebab-case>` with the prefix of this very app. */
export function isNameOf(app: AppId, name: string): boolean {
  return namePattern.test(name) && name.startsWith(`${app}.`)
}
