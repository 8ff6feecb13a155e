import type { Redaction } from '@holdfast/platform/world'
import { maskArguments, maskCommand } from '../collect/mask/mask-secrets.ts'

/** Larger files are no configuration, and hold no secrets of this kind. */
const maxText = 1024 * 1024
/** Files whose lines are command lines, or name addresses with passwords. */
const commandFiles =
  /^\/(?:etc\/(?:cron|anacrontab|systemd|init\.d|apt\/|yum|zypp|dnf|fstab)|var\/spool\/cron|(?:usr\/|run\/)?(?:lib\/)?systemd\/)/
/** Password hashes with their scheme (crypt(5)); the old scheme has no sign and is known by its place in the line. */
const hashes = /\$(?:y|gy|7|6|5|2[abxy]?|1|3|sha1|md5)\$[^\s:$]+(?:\$[^\s:]*)?/g
const oldHash = /^([^:\n]+:!*)[./0-9A-Za-z]{13}(?=:|$)/gm

/** What never gets into a recording: password hashes, secrets in command lines, and the environment of processes. */
export const redaction: Redaction = {
  file(path, bytes) {
    if (/^\/proc\/\d+\/environ$/.test(path)) return onlyContainer(bytes)
    if (bytes.length > maxText || bytes.includes(0)) return bytes
    const text = new TextDecoder().decode(bytes)
    let clean = text.replace(hashes, (hash) => `${hash.slice(0, hash.indexOf('$', 1) + 1)}redacted`)
    if (/shadow-?$/.test(path)) clean = clean.replace(oldHash, '$1xxxxxxxxxxxxx')
    if (commandFiles.test(path)) clean = clean.split('\n').map(maskCommand).join('\n')
    return clean === text ? bytes : new TextEncoder().encode(clean)
  },
  process: (each) => ({ ...each, arguments: maskArguments(each.arguments) }),
}

/** The one variable that tells of a container. */
function onlyContainer(bytes: Uint8Array): Uint8Array {
  const pairs = new TextDecoder().decode(bytes).split('\0')
  return new TextEncoder().encode(pairs.filter((pair) => pair.startsWith('container=')).join('\0'))
}
