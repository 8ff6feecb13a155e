import { hash, verify } from '@node-rs/argon2'
import type { Database } from '../../store/index.ts'
import { SignInError } from '../sign-in-error.ts'
import { passwordProblem, plainPassword } from './password-rule.ts'

/** OWASP's first recommendation for argon2id: 19 MiB, two passes, one lane. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** A sign-in name as it is kept. */
export function plainName(name: string): string {
  return name.trim().normalize('NFKC').toLowerCase()
}

let nobody: Promise<string> | undefined

/**
 * The person whom a name and a password prove; undefined for anybody else. It works as hard for a name that is nobody's,
 * so that its time tells nothing.
 */
export async function personByPassword(
  database: Database,
  name: string,
  password: string,
): Promise<number | undefined> {
  nobody ??= hash('nobody has this password', cost)
  const row = await database.asPlatform(
    (tx) =>
      tx.first<{ personId: number; hash: string }>(
        `select w.person_id as "personId", w.hash from person_password w join person p on p.id = w.person_id
          where w.sign_in_name = $1 and p.state = 'active'`,
        [plainName(name).slice(0, 100)],
      ),
    { readOnly: true },
  )
  const holds = await verify(row?.hash ?? (await nobody), plainPassword(password))
  return holds && row ? row.personId : undefined
}

/** True when it is the person's password. */
export async function isPasswordOf(database: Database, personId: number, password: string): Promise<boolean> {
  const row = await database.asPlatform(
    (tx) => tx.first<{ hash: string }>('select hash from person_password where person_id = $1', [personId]),
    { readOnly: true },
  )
  return row !== undefined && verify(row.hash, plainPassword(password))
}

/** Sets a person's sign-in name and password. Throws SignInError `password-unfit`, `name-taken`. */
export async function setPassword(
  database: Database,
  person: { readonly id: number; readonly name: string },
  wanted: { readonly name: string; readonly password: string },
): Promise<void> {
  const name = plainName(wanted.name)
  const problem = passwordProblem(wanted.password, [person.name, name])
  if (problem) throw new SignInError('password-unfit', problem)
  const hashed = await hash(plainPassword(wanted.password), cost)
  try {
    await database.asPlatform((tx) =>
      tx.query(
        `insert into person_password (person_id, sign_in_name, hash) values ($1, $2, $3)
         on conflict (person_id) do update
            set sign_in_name = excluded.sign_in_name, hash = excluded.hash, changed_at = now()`,
        [person.id, name, hashed],
      ),
    )
  } catch (error) {
    if ((error as { code?: string }).code !== '23505') throw error
    throw new SignInError('name-taken', `Somebody signs in as ${name} already. Choose another name.`)
  }
}

/** Takes a password away; the person signs in by other means. */
export async function removePassword(database: Database, personId: number): Promise<void> {
  await database.asPlatform((tx) => tx.query('delete from person_password where person_id = $1', [personId]))
}
