/** What both the contract's and the store's transactions of a tenant can do. */
export interface TenantQueries {
  readonly tenantId: number | undefined
  query<Row extends object = Record<string, unknown>>(
    text: string,
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number }>
}
