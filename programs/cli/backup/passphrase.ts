import { readFileSync } from 'node:fs'
import type { Lock, Unlock } from '@holdfast/platform/backup'
import type { VerbContext } from '@holdfast/platform/contract'
import { CliError } from '../cli-error.ts'
import { exitCode } from '../exit-code.ts'

const variable = 'HOLDFAST_BACKUP_PASSPHRASE'
/** A file with a backup in it can be tried at leisure. */
const shortest = 12

/** What closes a new backup: public keys of files, a passphrase, or both. Asks at the terminal for what was not given. */
export async function newLocks(context: VerbContext): Promise<Lock[]> {
  const recipients = ((context.options.recipient ?? []) as string[]).map((path) => ({ recipient: readText(path) }))
  const given = givenPassphrase(context)
  if (given === undefined && recipients.length > 0) return recipients
  const passphrase = given ?? (await askTwice(context))
  if (passphrase.length < shortest) {
    throw new CliError(`The passphrase has ${passphrase.length} characters; a backup needs at least ${shortest}.`, {
      hint: 'A few random words are easier to keep than a short riddle.',
    })
  }
  return [...recipients, { passphrase }]
}

/** What opens a backup. */
export async function unlockWith(context: VerbContext): Promise<Unlock> {
  if (context.options.identity !== undefined) return { identity: readText(String(context.options.identity)) }
  return { passphrase: givenPassphrase(context) ?? (await ask(context, 'Passphrase of the backup: ')) }
}

/** From a file, standard input or the environment; never from the arguments, which everybody on the machine can read. */
function givenPassphrase({ options, environment }: VerbContext): string | undefined {
  const path = options['passphrase-file']
  if (path !== undefined) return readText(String(path))
  return environment[variable] || undefined
}

function readText(path: string): string {
  try {
    const text = readFileSync(path === '-' ? 0 : path, 'utf8').replace(/\r?\n$/, '')
    if (text !== '') return text
  } catch (cause) {
    throw new CliError(`${path} cannot be read (${(cause as NodeJS.ErrnoException).code}).`, { cause })
  }
  throw new CliError(`${path === '-' ? 'Standard input' : path} is empty.`)
}

async function askTwice(context: VerbContext): Promise<string> {
  const first = await ask(context, 'Passphrase for the backup (without it nobody can restore): ')
  const second = await ask(context, 'Once more: ')
  if (first !== second) throw new CliError('The two passphrases differ. Nothing was done.')
  return first
}

/** Reads a line from the terminal without showing it. */
function ask({ stop }: VerbContext, words: string): Promise<string> {
  const { stdin, stderr } = process
  if (!stdin.isTTY || !stderr.isTTY) {
    throw new CliError('There is no passphrase, and no terminal to ask for it.', {
      hint: `Name a file that holds it (--passphrase-file FILE, "-" is standard input), or set ${variable}.`,
    })
  }
  stderr.write(words)
  stdin.setRawMode(true)
  stdin.setEncoding('utf8')
  stdin.resume()
  return new Promise((resolve, reject) => {
    let text = ''
    const end = () => {
      stdin.off('data', listen)
      stdin.setRawMode(false)
      stdin.pause()
      stderr.write('\n')
    }
    const listen = (typed: string) => {
      for (const character of typed) {
        if (character === '\r' || character === '\n' || character === '\u0004') {
          end()
          return resolve(text)
        }
        if (character === '\u0003' || (stop as AbortSignal).aborted) {
          end()
          return reject(new CliError('Nothing was done.', { code: exitCode.interrupted }))
        }
        if (character === '\u007f' || character === '\b') text = [...text].slice(0, -1).join('')
        else if (character >= ' ') text += character
      }
    }
    stdin.on('data', listen)
  })
}
