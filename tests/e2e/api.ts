// What the server itself says, asked beside the page with the page's own session.
import { expect, type Page } from '@playwright/test'

type Workgroup = { id: string; name: string; version: number; default_agent_cost?: { amount: number; currency: string } }

/** The workgroups whose name holds `q`. */
export async function workgroups(page: Page, q: string): Promise<Workgroup[]> {
  const answer = await page.request.get('/api/v1/workgroups', { params: { q, limit: 100 } })
  expect(answer.status()).toBe(200)
  return (await answer.json()).items
}

/** The one workgroup of that name, as soon as the server has it. */
export async function workgroup(page: Page, name: string): Promise<Workgroup> {
  let found: Workgroup[] = []
  await expect(async () => {
    found = (await workgroups(page, name)).filter((workgroup) => workgroup.name === name)
    expect(found).toHaveLength(1)
  }).toPass({ timeout: 10_000 })
  return found[0]
}

/** Changes a workgroup as somebody else would, behind the page's back. */
export async function patch(page: Page, { id, version }: Workgroup, change: object) {
  const answer = await page.request.patch(`/api/v1/workgroups/${id}`, {
    headers: {
      'content-type': 'application/merge-patch+json',
      'if-match': `"${version}"`,
      'x-workgroups-client': '1',
    },
    data: JSON.stringify(change),
  })
  expect(answer.status()).toBe(200)
}
