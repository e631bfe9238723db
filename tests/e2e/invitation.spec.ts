// The whole way of an invitation: pasted, sent, read in the mailbox, refused to another account,
// accepted by the invited person, and seen by whoever invited.
import { type Browser, type Page } from '@playwright/test'
import { App, Backend, expect, expectAccessible, test } from './fixtures'

const NORDWIND = '/w/wg_nordwind/people'

/** The newest link of a kind in the local mailbox. */
async function link(page: Page, kind: RegExp) {
  const mailbox = await page.context().newPage()
  await mailbox.goto('/mailbox')
  const address = await mailbox.getByRole('link', { name: kind }).first().getAttribute('href')
  await mailbox.close()
  return address!
}

/** The page of somebody else, in a browser profile of their own. */
async function elsewhere(browser: Browser, backend: Backend) {
  const context = await browser.newContext({ baseURL: backend.url })
  return context.newPage()
}

async function invite(app: App, text: string) {
  const { page } = app
  await page.goto(NORDWIND)
  await page.getByRole('link', { name: 'Invite agents' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite agents' })
  await dialog.getByRole('textbox', { name: 'Email addresses' }).fill(text)
  return dialog
}

/** Signs in by the code of the mail, on the page that asks for it. */
async function signInByCode(page: Page) {
  await page.getByRole('textbox', { name: /email/i }).press('Enter')
  const code = page.getByRole('textbox', { name: /code/i })
  await expect(code).toBeVisible()
  const mailbox = await page.context().newPage()
  await mailbox.goto('/mailbox')
  const text = await mailbox.getByRole('main').innerText()
  await mailbox.close()
  await code.fill(text.match(/\b(\d{3}[ -]?\d{3})\b/)![1])
  await page.keyboard.press('Enter')
}

test('from a pasted list to the workgroup', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  const dialog = await invite(app, 'Name\tEmail\tRole\nNew Person\tnew.person@example.net\tManager\n\ttomas.diaz@example\t\n\tnobody\t\n')
  const row = (text: string) => dialog.getByRole('listitem').filter({ hasText: text })
  await expect(row('new.person@example.net')).toContainText('New')
  await expect(row('nobody')).toContainText('Not an address')
  await expectAccessible(app)
  await dialog.getByRole('textbox', { name: 'Email addresses' }).fill('New Person <new.person@example.net>; hannah.schafer@example.com')
  await expect(row('hannah')).toContainText('Already a member')
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click()
  // What did not go stays; who was invited has left the text.
  await expect(dialog.getByRole('textbox', { name: 'Email addresses' })).toHaveValue('hannah.schafer@example.com')
  await expect(dialog.getByText('1 invitation is on its way.')).toBeVisible()
  await page.keyboard.press('Escape')

  await page.goto(`${NORDWIND}/invitations`)
  const grid = page.getByRole('grid', { name: 'Invitations' })
  const mine = grid.getByRole('row').filter({ hasText: 'new.person@example.net' })
  await expect(mine).toContainText('Pending')
  await expectAccessible(app)

  const address = await link(page, /\/invitation#/)
  const stranger = await elsewhere(browser, backend)
  await new App(stranger).signInAs('Jonas')
  await stranger.goto(address)
  await expect(stranger).not.toHaveURL(/#/)
  await expect(stranger.getByRole('heading', { level: 1, name: 'Join Nordwind IT' })).toBeVisible()
  await expect(stranger.getByText('new.person@example.net')).toBeVisible()
  await expect(stranger.getByRole('button', { name: 'Accept invitation' })).toHaveCount(0)
  await expectAccessible(new App(stranger))

  const invited = await elsewhere(browser, backend)
  await invited.goto(address)
  await expect(invited.getByRole('heading', { level: 1, name: 'Join Nordwind IT' })).toBeVisible()
  await expectAccessible(new App(invited))
  await signInByCode(invited)
  await expect(invited.getByText(/\(new\.person@example\.net\) will join/)).toBeVisible()
  await expectAccessible(new App(invited))
  await invited.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(new App(invited).selector).toHaveAccessibleName(/Nordwind IT$/)
  await expect(invited.getByRole('status').filter({ hasText: 'Your default workgroup is untouched' })).toBeVisible()

  await page.reload()
  await expect(mine).toContainText('Accepted')
})

test('who has another address asks for an invitation of their own, and whoever invited is told', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  const dialog = await invite(app, 'not.jonas@example.net')
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click()
  await expect(dialog).toBeHidden()
  const stranger = await elsewhere(browser, backend)
  await new App(stranger).signInAs('Jonas')
  await stranger.goto(await link(page, /\/invitation#/))
  await stranger.getByRole('button', { name: 'Ask to invite this address' }).click()
  await expect(stranger.getByText('asks to invite jonas.weber@example.com instead')).toBeVisible()
  await expectAccessible(new App(stranger))
  await expect(async () => {
    await page.goto('/mailbox')
    await expect(page.getByText('jonas.weber@example.com').first()).toBeVisible({ timeout: 500 })
  }).toPass({ timeout: 10_000 })
})

test('a link that was revoked joins nobody, and resending kills the old one', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  const dialog = await invite(app, 'late@example.net')
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click()
  const grid = page.getByRole('grid', { name: 'Invitations' })
  const mine = grid.getByRole('row').filter({ hasText: 'late@example.net' })
  await expect(mine).toContainText('Pending')
  const old = await link(page, /\/invitation#/)
  await mine.getByRole('button', { name: /^Resend/ }).click()
  await expect(page.getByRole('status').filter({ hasText: 'on its way again' })).toBeVisible()
  const now = await link(page, /\/invitation#/)
  expect(now).not.toBe(old)
  const invited = await elsewhere(browser, backend)
  await invited.goto(old)
  await expect(invited.getByText('This link does not work.')).toBeVisible()

  await mine.getByRole('button', { name: /^Revoke/ }).click()
  const asks = page.getByRole('dialog', { name: 'Revoke this invitation?' })
  await expect(asks).toContainText('Nordwind IT')
  await asks.getByRole('button', { name: 'Revoke' }).click()
  await expect(mine).toContainText('Revoked')
  await invited.goto(now)
  await expect(invited.getByText('was taken back')).toBeVisible()
  await invited.getByRole('button', { name: 'Ask for a new invitation' }).click()
  await expect(invited.getByText('If there is something to ask for')).toBeVisible()
})

test('what is typed survives closing and a look into another workgroup', async ({ app, page }) => {
  await app.signInAs('Maren')
  const dialog = await invite(app, 'half typed@')
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await app.switchTo('Café Zentral')
  await page.goto(`${NORDWIND}/invite`)
  await expect(dialog.getByRole('textbox', { name: 'Email addresses' })).toHaveValue('half typed@')
})

test('what the server refuses is asked about once', async ({ app, page }) => {
  await app.signInAs('Maren')
  let asked = 0
  page.on('request', (request) => (asked += Number(request.url().endsWith('/preview'))))
  const dialog = await invite(app, 'x@y, new@example.net')
  await expect(dialog.getByText('Not an address')).toBeVisible()
  const before = asked
  await page.waitForTimeout(1000)
  expect(asked).toBe(before)
  await expect(dialog.getByRole('button', { name: 'Send 1 invitation' })).toBeEnabled()
})

test('Back does not open again what was closed', async ({ app, page }) => {
  await app.signInAs('Maren')
  await page.goto(NORDWIND)
  await page.getByRole('link', { name: 'Invite agents' }).click()
  const dialog = page.getByRole('dialog', { name: 'Invite agents' })
  await expect(dialog).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await page.goBack()
  await expect(page).toHaveURL(new RegExp(`${NORDWIND}$`))
  await expect(dialog).toBeHidden()
})

test('by keyboard, a pending invitation gets another role', async ({ app, page }) => {
  await app.signInAs('Maren')
  await page.goto(`${NORDWIND}/invitations`)
  const row = page.getByRole('grid', { name: 'Invitations' }).getByRole('row').filter({ hasText: 'nils.berg@example.com' })
  await row.getByRole('button', { name: 'Role: Associate' }).focus()
  await page.keyboard.press('Enter')
  const field = row.getByRole('combobox', { name: 'Role of nils.berg@example.com' })
  await expect(field).toBeFocused()
  await field.selectOption('Manager')
  await expect(row.getByRole('button', { name: 'Role: Manager' })).toBeFocused()
  await page.reload()
  await expect(row.getByRole('button', { name: 'Role: Manager' })).toBeVisible()
})

test('a sign-in link that opens another tab leads back to the invitation', async ({ app, backend, browser, page }) => {
  await app.signInAs('Maren')
  const dialog = await invite(app, 'other.tab@example.net')
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click()
  await expect(dialog).toBeHidden()
  const invited = await elsewhere(browser, backend)
  await invited.goto(await link(page, /\/invitation#/))
  await invited.getByRole('textbox', { name: /email/i }).press('Enter')
  await expect(invited.getByRole('textbox', { name: /code/i })).toBeVisible()

  const other = await invited.context().newPage()
  await other.goto(await link(page, /\/sign-in\/link#/))
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other).toHaveURL(/\/invitation\/[\w-]+$/)
  await expect(other.getByRole('heading', { level: 1, name: 'Join Nordwind IT' })).toBeVisible()
  expect(await other.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith('invitation')))).toEqual([])
  // The tab that asked has heard of it, and can answer too.
  await expect(invited.getByRole('button', { name: 'Accept invitation' })).toBeVisible()
  await other.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(new App(other).selector).toHaveAccessibleName(/Nordwind IT$/)
})
