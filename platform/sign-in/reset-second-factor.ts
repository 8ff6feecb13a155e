import type { Database } from '../store/index.ts'

/** What was taken from somebody. */
export interface ResetFactors {
  readonly totp: boolean
  readonly passkeys: number
  readonly recoveryCodes: number
}

/**
 * Takes the authenticator, passkeys and recovery codes of somebody who lost them, and ends all their sessions: their first factor stays, and a tenant that demands
 * a second one has them set it up. Undefined for somebody who belongs to another tenant as well, whose people have a say in it, or is no member of this one.
 */
export async function resetSecondFactor(
  database: Database,
  { tenantId, personId }: { readonly tenantId: number; readonly personId: number },
): Promise<ResetFactors | undefined> {
  return database.asPlatform(async (tx) => {
    // Nobody joins another tenant until this is over.
    const held = await tx.first('select 1 from person where id = $1 for update', [personId])
    const row = await tx.first<{ here: boolean; elsewhere: boolean }>(
      `select exists (select from membership where person_id = $1 and tenant_id = $2 and kind = 'own') as here,
              exists (select from membership where person_id = $1 and tenant_id <> $2 and kind = 'own') as elsewhere`,
      [personId, tenantId],
    )
    if (!held || !row!.here || row!.elsewhere) return undefined
    const count = async (table: string, where = '') =>
      (await tx.query(`delete from ${table} where person_id = $1 ${where} returning 1`, [personId])).rowCount
    const totp = (await count('person_totp')) > 0
    const passkeys = await count('passkey')
    const recoveryCodes = await count('recovery_code')
    await count('sign_in_attempt')
    await count('session')
    return { totp, passkeys, recoveryCodes }
  })
}
