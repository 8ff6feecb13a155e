import { Secret, TOTP } from 'otpauth'
import type { Database } from '../../store/index.ts'
import type { SecretBox } from '../../trust/index.ts'

const stepSeconds = 30
/** Steps before and after the present one whose codes are taken: clocks differ (RFC 6238 §5.2). */
const window = 1

const purposeOf = (personId: number) => `person_totp ${personId}`

function totpOf(secret: string, label = ''): TOTP {
  return new TOTP({
    issuer: 'Holdfast',
    label,
    algorithm: 'SHA1',
    digits: 6,
    period: stepSeconds,
    secret: Secret.fromBase32(secret),
  })
}

/** A new secret for an authenticator, which opens nothing until a code of it was shown. `uri` is what the QR code says. */
export async function offerTotp(
  database: Database,
  seal: SecretBox,
  person: { readonly id: number; readonly label: string },
): Promise<{ secret: string; uri: string } | undefined> {
  const secret = new Secret({ size: 20 }).base32
  const { rowCount } = await database.asPlatform((tx) =>
    tx.query(
      `insert into person_totp as t (person_id, sealed) values ($1, $2)
       on conflict (person_id) do update set sealed = excluded.sealed, last_step = 0, created_at = now()
         where t.confirmed_at is null`,
      [person.id, seal.seal(secret, purposeOf(person.id))],
    ),
  )
  return rowCount > 0 ? { secret, uri: totpOf(secret, person.label).toString() } : undefined
}

/**
 * Takes a code of the person's authenticator: true once for each code, at the time of it. `confirm` takes the first code
 * of a new authenticator, and from then on it is asked for.
 */
export async function takeTotp(
  database: Database,
  seal: SecretBox,
  personId: number,
  code: string,
  options: { readonly confirm?: boolean; readonly now?: number } = {},
): Promise<boolean> {
  const { confirm = false, now = Date.now() } = options
  const token = code.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return false
  return database.asPlatform(async (tx) => {
    const row = await tx.first<{ sealed: string; lastStep: number }>(
      `select sealed, last_step as "lastStep" from person_totp
        where person_id = $1 and (confirmed_at is null) = $2 for update`,
      [personId, confirm],
    )
    const secret = row && seal.open(row.sealed, purposeOf(personId))
    if (!secret) return false
    const delta = totpOf(secret).validate({ token, timestamp: now, window })
    if (delta === null) return false
    const step = Math.floor(now / 1000 / stepSeconds) + delta
    const { rowCount } = await tx.query(
      `update person_totp set last_step = $2, confirmed_at = coalesce(confirmed_at, now())
        where person_id = $1 and last_step < $2`,
      [personId, step],
    )
    return rowCount === 1
  })
}

/** Takes the authenticator away, and with it the codes for when it is lost. */
export async function removeTotp(database: Database, personId: number): Promise<void> {
  await database.asPlatform(async (tx) => {
    await tx.query('delete from person_totp where person_id = $1', [personId])
    await tx.query('delete from recovery_code where person_id = $1', [personId])
  })
}
