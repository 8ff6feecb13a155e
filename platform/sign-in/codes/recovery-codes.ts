import { createHash, randomBytes } from 'node:crypto'
import type { Database, Transaction } from '../../store/index.ts'

/** How many a person gets at once. */
export const recoveryCodes = 10

/** Crockford's base 32: without I, L, O and U, which are mistaken for others or make words. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** 80 random bits as four groups of four. */
function newCode(): string {
  const bits = [...randomBytes(10)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const letters = Array.from({ length: 16 }, (_, at) => alphabet[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)])
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-')
}

function digestOfCode(personId: number, code: string): Buffer | undefined {
  const plain = code.toUpperCase().replace(/[\s-]/g, '').replace(/[IL]/g, '1').replace(/O/g, '0')
  if (!/^[0-9A-HJKMNP-TV-Z]{16}$/.test(plain)) return undefined
  return createHash('sha256').update(`recovery ${personId} ${plain}`).digest()
}

/** True for what may be a recovery code by its form. */
export function isRecoveryCode(code: string): boolean {
  return digestOfCode(0, code) !== undefined
}

/** New codes in place of all earlier ones; they are told this once. */
export async function newRecoveryCodes(database: Database, personId: number): Promise<string[]> {
  const codes = Array.from({ length: recoveryCodes }, newCode)
  await database.asPlatform(async (tx) => {
    await tx.query('delete from recovery_code where person_id = $1', [personId])
    await tx.query('insert into recovery_code (person_id, digest) select $1, unnest($2::bytea[])', [
      personId,
      codes.map((code) => digestOfCode(personId, code)),
    ])
  })
  return codes
}

/** True for a code of the person that was not used yet. */
export async function holdsRecoveryCode(database: Database, personId: number, code: string): Promise<boolean> {
  const digest = digestOfCode(personId, code)
  if (!digest) return false
  const found = await database.asPlatform(
    (tx) =>
      tx.first('select 1 from recovery_code where person_id = $1 and digest = $2 and used_at is null', [
        personId,
        digest,
      ]),
    { readOnly: true },
  )
  return found !== undefined
}

/** Uses a code up in the transaction of what follows from it, so that a crash loses neither; true once for each. */
export async function spendRecoveryCode(tx: Transaction, personId: number, code: string): Promise<boolean> {
  const digest = digestOfCode(personId, code)
  if (!digest) return false
  const { rowCount } = await tx.query(
    'update recovery_code set used_at = now() where person_id = $1 and digest = $2 and used_at is null',
    [personId, digest],
  )
  return rowCount === 1
}
