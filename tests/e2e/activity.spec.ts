// What was done in a workgroup, the history of an invitation, and invitations that wait.
import { readFile } from 'node:fs/promises'
import type { Browser, Page } from '@playwright/test'
import { workgroup } from './api'
import { App, type Backend, expect, expectAccessible, test } from './fixtures'

const log = (page: Page) => page.getByRole('region', { name: 'Activity' })
const entry = (page: Page, text: string | RegExp) => log(page).getByRole('listitem').filter({ hasText: text })

async function openActivity(app: App, query = '') {
  await app.page.goto(`/w/wg_nordwind/activity${query}`)
  await expect(log(app.page).getByRole('listitem').first()).toBeVisible()
}

/** Invites an address, as whoever is signed in. */
async function invite(page: Page, into: string, email: string) {
  const answer = await page.request.post(`/api/v1/workgroups/${into}/invitations`, {
    headers: { 'x-workgroups-client': '1', 'idempotency-key': crypto.randomUUID() },
    data: { invitations: [{ email, role: 'manager' }] },
  })
  expect(answer.ok()).toBe(true)
}

async function elsewhere(browser: Browser, backend: Backend) {
  return new App(await (await browser.newContext({ baseURL: backend.url })).newPage())
}

test('says who changed what, from which value to which, and a link brings the filters back', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  await app.saving(() => app.edit(app.cost('Nordwind IT'), '97.50'))
  await app.selector.click()
  await app.option('Nordwind IT').click()
  await app.navigation.getByRole('link', { name: 'Activity' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Activity' })).toBeVisible()
  await expect(page.getByRole('heading', { level: 2, name: 'Today' })).toBeVisible()
  await expect(entry(page, /Maren Falk changed the default agent cost.*95\.00.*97\.50/)).toHaveCount(1)
  await expectAccessible(app)

  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Default agent cost')
  await expect(page.getByText('2 entries')).toBeVisible()
  const who = page.getByRole('combobox', { name: 'Who' })
  await who.fill('Tom')
  // All agents were offered at first; it is the one that was typed which is chosen.
  const offered = page.locator('datalist option[value^="Tomás"]')
  await expect(offered).toHaveCount(1)
  await who.fill((await offered.getAttribute('value'))!)
  await expect(page.getByText('Nothing fits these filters.')).toBeVisible()
  await expect(page).toHaveURL(/\?kind=cost-set&who=ag_tomas$/)
  await page.reload()
  await expect(page.getByText('Nothing fits these filters.')).toBeVisible()
  await expect(who).toHaveValue(/^Tomás Rivera/)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(entry(page, 'renamed the workgroup')).toHaveCount(1)
  await expect(who).toHaveValue('')

  // Who is quicker than the search is answered when it is.
  await who.pressSequentially('tom')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\?who=ag_tomas$/)
  await page.getByRole('button', { name: 'Clear filters' }).click()
  await expect(who).toHaveValue('')
  await who.pressSequentially('nobody at all')
  await page.keyboard.press('Enter')
  await expect(page.getByText('Choose somebody from the list.')).toBeVisible()
  await who.fill('')

  await page.getByLabel('To', { exact: true }).fill('2001-01-01')
  await expect(page.getByText('Nothing fits these filters.')).toBeVisible()
  await page.getByLabel('To', { exact: true }).fill('')
  await page.getByRole('combobox', { name: 'Kind' }).selectOption('Default agent cost')
  await expect(page.getByText('2 entries')).toBeVisible()
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Export CSV' }).click(),
  ])
  const table = await readFile(await download.path(), 'utf8')
  expect(table.trim().split('\n')).toHaveLength(3)
  expect(table).toContain('97.50 EUR')
})

test('an Associate sees no money and no invitations in it', async ({ app, page }) => {
  await app.signInAs('Aiko')
  await openActivity(app)
  await expect(page.getByText('is not shown to Associates')).toBeVisible()
  await expect(log(page)).not.toContainText(/€|invit|hourly rate/i)
  await expect(page.getByRole('combobox', { name: 'Kind' }).getByRole('option', { name: 'Hourly rates' })).toHaveCount(0)
  await expectAccessible(app)
})

test('by keyboard, the history of an invitation from its row, at its own address', async ({ app, page }) => {
  await app.signInAs('Maren')
  await page.goto('/w/wg_nordwind/people/invitations')
  const row = page.getByRole('grid', { name: 'Invitations' }).getByRole('row').filter({ hasText: 'mia.koch@example.org' })
  const open = row.getByRole('button', { name: /History mia\.koch@example\.org$/ })
  await open.focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'History of mia.koch@example.org' })
  const steps = dialog.getByRole('listitem')
  await expect(steps.first()).toContainText('invited mia.koch@example.org as Associate')
  await expect(dialog).toContainText('The mail was not delivered: the mail server does not know the address')
  await expect(steps.last()).toContainText('Open until')
  await expectAccessible(app)
  await expect(page).toHaveURL(/\?history=/)
  await page.reload()
  await expect(steps.first()).toContainText('invited mia.koch@example.org')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(page).toHaveURL(/\/people\/invitations$/)

  await row.getByRole('button', { name: /^Resend/ }).click()
  await expect(page.getByRole('status').filter({ hasText: 'on its way again' })).toBeVisible()
  await open.click()
  await expect(steps.filter({ hasText: 'Maren Falk sent the invitation of mia.koch@example.org anew' })).toHaveCount(1)
  await page.keyboard.press('Escape')
  await expect(open).toBeFocused()
})

test('who signs in and is waited for is led to the one invitation, and finds it in the selector', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  const harbor = await workgroup(page, 'Harbor Clinics')
  await invite(page, harbor.id, 'aiko.tanaka@example.com')

  const aiko = await elsewhere(browser, backend)
  await aiko.page.goto('/')
  await aiko.page.getByRole('button', { name: /^Sign in as Aiko/ }).click()
  await expect(aiko.page).toHaveURL(/\/invitation\/[\w-]+$/)
  await expect(aiko.page.getByRole('heading', { level: 1, name: 'Join Harbor Clinics' })).toBeVisible()

  await aiko.page.goto('/')
  await expect(aiko.selector).toBeVisible()
  await aiko.page.keyboard.press('Control')
  await expect(aiko.navigation.getByText('1 invitation waits for you')).toBeVisible()
  await expect(aiko.navigation.getByRole('link', { name: /^Harbor Clinics/ })).toHaveAttribute('href', /^\/invitation\//)
  await expectAccessible(aiko)

  await aiko.openSelector()
  await aiko.page.keyboard.type('harbor')
  const option = aiko.option('Harbor Clinics')
  await expect(option).toHaveAccessibleName(/invited by Maren Falk$/)
  await expectAccessible(aiko)
  await aiko.page.keyboard.press('Enter')
  await expect(aiko.page.getByRole('heading', { level: 1, name: 'Join Harbor Clinics' })).toBeVisible()
  await aiko.page.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(aiko.selector).toHaveAccessibleName(/Harbor Clinics$/)
  await expect(aiko.page.getByRole('status').filter({ hasText: 'Your default workgroup is untouched' })).toBeVisible()
  await aiko.page.keyboard.press('Control')
  await expect(aiko.navigation.getByText('waits for you')).toHaveCount(0)
})

test('an invitation that is for somebody else is not there', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  const harbor = await workgroup(page, 'Harbor Clinics')
  await invite(page, harbor.id, 'aiko.tanaka@example.com')
  const list = await page.request.get(`/api/v1/workgroups/${harbor.id}/invitations`, { params: { q: 'aiko' } })
  const { id } = (await list.json()).items[0]
  const tomas = await elsewhere(browser, backend)
  await tomas.signInAs('Tomás')
  await tomas.page.goto(`/invitation/${id}`)
  await expect(tomas.page.getByText('There is no such invitation for tomas.rivera@example.com.')).toBeVisible()
  await expect(tomas.page.getByText('Harbor Clinics')).toHaveCount(0)
  await expectAccessible(tomas)
  await tomas.page.getByRole('button', { name: 'Look for other invitations' }).click()
  await expect(tomas.page.getByText('No invitation waits for tomas.rivera@example.com.')).toBeVisible()
})
