import { readFileSync, writeFileSync } from 'node:fs'
import { ContentError } from '@holdfast/platform/content'
import type { VerbContext } from '@holdfast/platform/contract'
import { isKeyText, keyId, newSigningKey, type SigningKey } from '@holdfast/platform/trust'
import type { Pack } from '../engine/pack/pack.ts'
import { readPack } from '../store/packs/read-pack.ts'
import { readPackFile, signPack } from '../store/packs/signed-pack.ts'

const status = { ok: 0, refused: 1, usage: 2 } as const

/** A refusal that the command line says in words. */
class Refused extends Error {}

/** `holdfast campaign check` */
export const check = verb(async ({ positionals, options, out, say }) => {
  const key = options.key as string | undefined
  if (key !== undefined && !isKeyText(key)) throw new Refused('--key is no public key: 32 bytes in base64url.')
  let refused = 0
  for (const file of positionals) {
    try {
      const { pack, signedBy } = readPackFile(file, readText(file), key, Date.now())
      const signature =
        signedBy === null
          ? 'not signed'
          : key
            ? `signed by ${signedBy}`
            : `signed by ${signedBy}, not checked: give --key`
      await out(`${file}: ${pack.id}, revision ${pack.revision}, ${pack.cves.length} CVEs, ${signature}\n`)
    } catch (error) {
      if (!(error instanceof ContentError)) throw error
      refused++
      say(error.message)
    }
  }
  return refused > 0 ? status.refused : status.ok
})

/** `holdfast campaign template` */
export const template = verb(async ({ out }) => {
  await out(readFileSync(new URL('../content/template.json', import.meta.url), 'utf8'))
  return status.ok
})

/** `holdfast campaign new-key` */
export const newKey = verb(async ({ positionals, out, say }) => {
  const file = positionals[0]!
  const key = newSigningKey()
  try {
    writeFileSync(file, `${JSON.stringify(key)}\n`, { mode: 0o600, flag: 'wx' })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    throw new Refused(
      code === 'EEXIST' ? `${file} exists already: choose another name.` : `${file} cannot be written (${code}).`,
    )
  }
  await out(`${key.publicKey}\n`)
  say(
    `The secret half is in ${file}. What was printed is the public half: whoever trusts it runs "holdfast campaign trust NAME KEY".`,
  )
  return status.ok
})

/** `holdfast campaign sign` */
export const sign = verb(async ({ positionals, options, out }) => {
  const file = positionals[0]!
  if (typeof options.key !== 'string')
    throw new Refused('Say by which key: --key FILE, as "holdfast campaign new-key" makes one.')
  const pack: Pack = readPack(file, readText(file), Date.now())
  await out(`${JSON.stringify(signPack(pack, readKey(options.key)), null, 2)}\n`)
  return status.ok
})

function verb(work: (context: VerbContext) => Promise<number>): { run(context: VerbContext): Promise<number> } {
  return {
    async run(context) {
      try {
        return await work(context)
      } catch (error) {
        if (!(error instanceof Refused) && !(error instanceof ContentError)) throw error
        context.say(error instanceof Refused ? `holdfast: ${error.message}` : error.message)
        return error instanceof Refused ? status.usage : status.refused
      }
    },
  }
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new Refused(`${file} cannot be read (${(cause as NodeJS.ErrnoException).code}).`)
  }
}

function readKey(file: string): SigningKey {
  let key: Partial<SigningKey> | undefined
  try {
    key = JSON.parse(readText(file)) as Partial<SigningKey>
  } catch (error) {
    if (error instanceof Refused) throw error
  }
  const { id, publicKey, privateKey } = key ?? {}
  if (!isKeyText(publicKey) || !isKeyText(privateKey) || id !== keyId(publicKey))
    throw new Refused(`${file} is no key that "holdfast campaign new-key" made.`)
  return { id, publicKey, privateKey }
}
