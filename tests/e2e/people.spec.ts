// People: the agents of a workgroup, from one role to the other, against the real backend.
import type { Page } from '@playwright/test'
import { App, expect, expectAccessible, test } from './fixtures'
import { holdAnswers, patches } from './network'

const AGENTS = '/api/v1/workgroups/wg_nordwind/agents'
type Member = { id: string; name: string; role: string; rate?: { amount: number }; version: number }

async function openPeople(app: App) {
  await app.page.goto('/w/wg_nordwind/people')
  await expect(grid(app.page).getByRole('row').nth(1)).toHaveAttribute('aria-rowindex', '2')
  await expect(grid(app.page).getByText('Tomás Rivera')).toBeVisible()
}

const grid = (page: Page) => page.getByRole('grid', { name: 'Agents' })
const row = (page: Page, name: string) => grid(page).getByRole('row').filter({ hasText: name })
const cell = (page: Page, name: string, field: string) => row(page, name).getByRole('button', { name: new RegExp(`^${field}:`) })

/** What the server says of an agent. */
async function member(page: Page, name: string): Promise<Member> {
  const answer = await page.request.get(AGENTS, { params: { q: name } })
  expect(answer.status()).toBe(200)
  return (await answer.json()).items[0]
}

/** Changes an agent as somebody else would, behind the page's back. */
async function change(page: Page, { id, version }: Member, patch: object) {
  const answer = await page.request.patch(`${AGENTS}/${id}`, {
    headers: { 'content-type': 'application/merge-patch+json', 'if-match': `"${version}"`, 'x-workgroups-client': '1' },
    data: JSON.stringify(patch),
  })
  expect(answer.status()).toBe(200)
}

test('role and rate are edited in place and stay', async ({ app, page }) => {
  await app.signInAs('Maren')
  await openPeople(app)
  await app.saving(() => app.edit(cell(page, 'Hannah Schäfer', 'Hourly rate'), '91.25'))
  await expect(cell(page, 'Hannah Schäfer', 'Hourly rate')).toHaveText(/91\.25/)
  await cell(page, 'Hannah Schäfer', 'Role').click()
  await app.saving(async () => void (await grid(page).getByRole('combobox', { name: 'Role' }).selectOption('Manager')))
  await expect(page.getByRole('status').filter({ hasText: 'Role of Hannah Schäfer is saved.' })).toHaveCount(1)
  await page.reload()
  await expect(cell(page, 'Hannah Schäfer', 'Role')).toHaveText('Manager')
  await expect(cell(page, 'Hannah Schäfer', 'Hourly rate')).toHaveText(/91\.25/)
  await app.saving(() => app.edit(cell(page, 'Hannah Schäfer', 'Hourly rate'), ''))
  await expect(cell(page, 'Hannah Schäfer', 'Hourly rate')).toHaveText(/95\.00 default$/)
})

test('two who change the same rate are shown both values', async ({ app, page }) => {
  await app.signInAs('Maren')
  await openPeople(app)
  await cell(page, 'Daniel Okafor', 'Hourly rate').click()
  await change(page, await member(page, 'Daniel'), { rate: { amount: 13_000 } })
  await page.keyboard.type('125')
  await page.keyboard.press('Enter')
  await expect(row(page, 'Daniel Okafor')).toContainText(/Yours: .*125\.00/)
  await expect(row(page, 'Daniel Okafor')).toContainText(/Theirs: .*130\.00/)
  await expectAccessible(app)
  await page.getByRole('button', { name: 'Keep theirs: hourly rate of Daniel Okafor' }).click()
  await expect(cell(page, 'Daniel Okafor', 'Hourly rate')).toHaveText(/130\.00/)
  expect((await member(page, 'Daniel')).rate?.amount).toBe(13_000)
})

test('an agent who is deactivated loses access at once and comes back', async ({ app, page, browser, backend }) => {
  await app.signInAs('Maren')
  await openPeople(app)
  const other = await browser.newPage({ baseURL: backend.url })
  const tomas = new App(other)
  await tomas.signInAs('Tomás')
  await other.goto('/w/wg_nordwind/people')
  await expect(grid(other).getByText('Maren Falk')).toBeVisible()

  await page.getByRole('button', { name: 'Deactivate Tomás Rivera' }).click()
  const dialog = page.getByRole('dialog', { name: 'Deactivate Tomás Rivera?' })
  await expect(dialog).toContainText('Nordwind IT')
  await expectAccessible(app)
  await app.saving(() => dialog.getByRole('button', { name: 'Deactivate' }).click())
  await expect(row(page, 'Tomás Rivera').getByRole('button', { name: 'Reactivate Tomás Rivera' })).toBeFocused()

  await expect(other.getByRole('heading', { level: 1, name: 'You no longer have access' })).toBeVisible()
  await expect(other.getByText('Hannah Schäfer')).toHaveCount(0)

  await page.getByRole('button', { name: 'Reactivate Tomás Rivera' }).click()
  const again = page.getByRole('dialog', { name: 'Reactivate Tomás Rivera?' })
  await again.getByRole('combobox', { name: 'Role' }).selectOption('Manager')
  await app.saving(() => again.getByRole('button', { name: 'Reactivate' }).click())
  await expect(cell(page, 'Tomás Rivera', 'Role')).toHaveText('Manager')
  await other.close()
})

test('whoever leaves is in their own workgroup, and the last Administrator cannot', async ({ app, page }) => {
  await app.signInAs('Tomás')
  await openPeople(app)
  await page.getByRole('button', { name: 'Leave Tomás Rivera' }).click()
  await page.getByRole('dialog', { name: 'Leave Nordwind IT?' }).getByRole('button', { name: 'Leave', exact: true }).click()
  await expect(page.getByRole('status').filter({ hasText: 'You have left Nordwind IT.' })).toHaveCount(1)
  await expect(page.getByRole('heading', { level: 1, name: 'Workgroups' })).toBeVisible()
  await expect(app.name('Nordwind IT')).toHaveCount(0)
  await app.navigation.getByRole('link', { name: 'People' }).click()
  const leave = page.getByRole('button', { name: 'Leave Tomás Rivera' })
  await expect(leave).toHaveAttribute('aria-disabled', 'true')
  await expect(leave).toHaveAccessibleDescription(/default workgroup/)
})

test('an Associate sees who is there, no money, and changes nothing', async ({ app, page }) => {
  await app.signInAs('Aiko')
  await openPeople(app)
  await expect(row(page, 'Sofia Lindqvist')).toContainText('Not shown to Associates')
  await expect(grid(page).getByRole('button', { name: /^(Role|Hourly rate):/ })).toHaveCount(0)
  await expect(page.getByRole('link', { name: 'Invite agents' })).toHaveCount(0)
  await expect(grid(page).getByText('Zofia Novák')).toHaveCount(0)
  await page.goto(`${new URL(page.url()).pathname}/invite`)
  await expect(page.getByText('Invitations are shown to Administrators and Managers')).toBeVisible()
})

test('the keyboard alone finds, edits and discards', async ({ app, page }) => {
  await app.signInAs('Maren')
  await openPeople(app)
  const search = page.getByRole('textbox', { name: 'Search agents' })
  await search.focus()
  await page.keyboard.type('yusuf')
  await expect(page.getByText('1 agent found').first()).toBeVisible()
  await page.keyboard.press('Tab')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('ArrowRight')
  await expect(cell(page, 'Yusuf Demir', 'Role')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(grid(page).getByRole('combobox', { name: 'Role' })).toBeFocused()
  await page.keyboard.press('Tab')
  await expect(grid(page).getByRole('textbox', { name: 'Hourly rate' })).toBeFocused()
  await page.keyboard.type('80')
  await page.keyboard.press('Escape')
  await expect(cell(page, 'Yusuf Demir', 'Hourly rate')).toBeFocused()
  await expect(cell(page, 'Yusuf Demir', 'Hourly rate')).toHaveText(/82\.50/)
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('End')
  await expect(page.getByRole('button', { name: 'Deactivate Yusuf Demir' })).toBeFocused()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Deactivate Yusuf Demir?' })
  await expect(dialog.getByRole('button', { name: 'Cancel' })).toBeFocused()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('button', { name: 'Deactivate Yusuf Demir' })).toBeFocused()
})

test('switching stays on People, and nothing of the workgroup before is shown', async ({ app, page }) => {
  await app.signInAs('Maren')
  await openPeople(app)
  await cell(page, 'Daniel Okafor', 'Hourly rate').click()
  await page.keyboard.type('99')
  const held = await holdAnswers(page, patches)
  await page.keyboard.press('Enter')
  await held.first
  await app.switchTo('Harbor Clinics')
  await expect(page).toHaveURL(/\/w\/[^/]+\/people$/)
  await expect(page).toHaveTitle(/^Harbor Clinics · People/)
  await expect(grid(page).getByText('Daniel Okafor')).toHaveCount(0)
  held.release()
  await expect(row(page, 'Maren Falk')).toBeVisible()
  await expect(page.getByText('Daniel Okafor')).toHaveCount(0)
  await app.switchTo('Nordwind IT')
  await expect(cell(page, 'Daniel Okafor', 'Hourly rate')).toHaveText(/99\.00/)
})
