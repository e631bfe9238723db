// Signing in by mail, in local mode, where the mail is on a page.
import { expect, test } from './fixtures'

test.beforeEach(async ({ page }) => {
  await page.goto('/')
})

test('by the code, in the waiting tab', async ({ app, context, page }) => {
  await page.getByRole('textbox', { name: /email/i }).fill('maren.falk@example.com')
  await page.keyboard.press('Enter')
  const code = page.getByRole('textbox', { name: /code/i })
  await expect(code).toBeVisible()

  const mailbox = await context.newPage()
  await mailbox.goto('/mailbox')
  const text = await mailbox.getByRole('main').innerText()
  await code.fill(text.match(/\b(\d{3}[ -]?\d{3})\b/)![1])
  await page.keyboard.press('Enter')
  await expect(app.selector).toBeVisible()
})

test('by the link, which opening does not use up', async ({ app, page }) => {
  await page.getByRole('textbox', { name: /email/i }).fill('maren.falk@example.com')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: /code/i })).toBeVisible()
  await page.goto('/mailbox')
  const link = page.getByRole('link', { name: /sign-in\/link/ }).first()
  const address = (await link.getAttribute('href'))!
  await page.goto(address)
  await expect(page).not.toHaveURL(/#/) // the token leaves the address bar at once
  await page.goto('about:blank')
  await page.goto(address)
  await page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await expect(app.selector).toBeVisible()
})

test('an address that nobody let in looks the same from outside', async ({ context, page }) => {
  await page.getByRole('textbox', { name: /email/i }).fill('stranger@example.org')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('textbox', { name: /code/i })).toBeVisible()
  const mailbox = await context.newPage()
  await mailbox.goto('/mailbox')
  await expect(mailbox.getByText('stranger@example.org')).toHaveCount(0)
})

test('signing out ends it in every tab', async ({ app, context, page }) => {
  await app.signInAs('Maren')
  const other = await context.newPage()
  await other.goto(page.url())
  await expect(other.getByRole('navigation', { name: 'Main' })).toBeVisible()
  await page.getByRole('banner').getByRole('button', { name: /Maren Falk/ }).click()
  await page.getByRole('button', { name: 'Sign out', exact: true }).click()
  for (const tab of [page, other]) await expect(tab.getByRole('button', { name: /^Sign in as Maren/ })).toBeVisible()
})
