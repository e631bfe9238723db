// Invitations by a real mail server: what arrives is read and followed, and what does not is told.
import type { Browser, Page } from '@playwright/test'
import { MailServer } from '../support/mail-server.mjs'
import { App, Backend, expect, expectAccessible, test as base } from './fixtures'

const test = base.extend<{ mail: MailServer }>({
  mail: async ({}, use) => {
    const mail = await MailServer.launch()
    await use(mail)
    await mail.close()
  },
  backend: async ({ mail }, use, info) => {
    const backend = await Backend.launch({ arguments: mail.arguments })
    await use(backend)
    if (info.status !== info.expectedStatus) await info.attach('backend.log', { body: backend.log.join('\n') })
    await backend.remove()
  },
})

/** The page of somebody else, in a browser profile of their own. */
async function elsewhere(browser: Browser, backend: Backend) {
  const context = await browser.newContext({ baseURL: backend.url })
  return context.newPage()
}

/** Invites one person, and gives their row among the invitations. */
async function invite(page: Page, address: string, person = address) {
  await page.goto('/w/wg_nordwind/people/invite')
  const dialog = page.getByRole('dialog', { name: 'Invite agents' })
  await dialog.getByRole('textbox', { name: 'Email addresses' }).fill(person)
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click()
  const row = page.getByRole('grid', { name: 'Invitations' }).getByRole('row').filter({ hasText: address })
  await expect(row).toContainText('Pending')
  return row
}

/** Waits until the row says so, without reloading: what becomes of a mail comes by itself. */
async function expectSoon(row: ReturnType<Page['locator']>, text: string) {
  await expect(row).toContainText(text, { timeout: 20_000 })
}

test('a person joins by the mails alone', async ({ app, backend, browser, mail, page }) => {
  await app.signInAs('Maren')
  const row = await invite(page, 'ida@example.net', 'Sørensen, Ida <ida@example.net>')
  const letter = await mail.letter('ida@example.net')
  expect(letter.from?.text).toContain('no-reply@example.com')
  expect(letter.replyTo?.text).toContain('maren')
  expect(letter.subject).toMatch(/^Maren .+ invites you into Nordwind IT$/)
  expect(letter.text).toContain('Associate')
  await expectSoon(row, 'Mail sent')

  // As a mail reader shows it: the part in HTML, of which one presses the button.
  const reader = await elsewhere(browser, backend)
  await reader.setContent(letter.html as string)
  // Landmarks are the reader's own.
  await expectAccessible(new App(reader), ['landmark-one-main', 'region'])
  const link = reader.getByRole('link', { name: 'See the invitation' })
  const address = (await link.getAttribute('href'))!
  expect(letter.text).toContain(address)
  expect(new URL(address).origin).toBe(backend.url)
  await link.click()
  await expect(reader.getByRole('heading', { level: 1, name: 'Join Nordwind IT' })).toBeVisible()
  await expect(reader).not.toHaveURL(/#/)

  await reader.getByRole('textbox', { name: /email/i }).press('Enter')
  const signIn = await mail.letter('ida@example.net', /is your code/)
  await reader.getByRole('textbox', { name: /code/i }).fill(signIn.subject!.match(/^(\d{3} ?\d{3})/)![1])
  await reader.keyboard.press('Enter')
  await reader.getByRole('button', { name: 'Accept invitation' }).click()
  await expect(new App(reader).selector).toHaveAccessibleName(/Nordwind IT$/)

  await expectSoon(row, 'Accepted')
  const told = await mail.letter('maren', /has joined Nordwind IT/)
  expect(told.text).toContain('ida@example.net')
})

test('the language of the mail is the one that was chosen', async ({ app, mail, page }) => {
  await app.signInAs('Maren')
  await page.goto('/w/wg_nordwind/people/invite')
  const dialog = page.getByRole('dialog', { name: 'Invite agents' })
  await dialog.getByRole('textbox', { name: 'Email addresses' }).fill('jana@example.net')
  await dialog.getByRole('combobox', { name: /language/i }).selectOption('de')
  await dialog.getByRole('button', { name: 'Send 1 invitation' }).click()
  const letter = await mail.letter('jana@example.net')
  expect(letter.subject).toMatch(/Nordwind IT/)
  expect(letter.html as string).toMatch(/<html[^>]*lang="?de/)
  expect(letter.text).toContain('Nordwind IT')
  expect(letter.text).not.toContain('invites you')
})

test('what the mail server refuses is told, and a resend arrives', async ({ app, mail, page }) => {
  await app.signInAs('Maren')
  mail.manner = 'refuse'
  const row = await invite(page, 'nobody@example.net')
  await expectSoon(row, 'Not delivered')
  expect(mail.letters).toEqual([])

  mail.manner = 'take'
  await row.getByRole('button', { name: /^Resend/ }).click()
  await mail.letter('nobody@example.net')
  await expectSoon(row, 'Mail sent')
})

test('a mail whose fate nobody knows is called so, and not sent again', async ({ app, backend, mail, page }) => {
  await app.signInAs('Maren')
  mail.manner = 'drop'
  const row = await invite(page, 'twice@example.net')
  await expectSoon(row, 'Mail may have been sent')
  mail.manner = 'take'
  await backend.stop()
  await backend.start()
  // Another mail goes by: the sender is at work, and leaves this one alone.
  await invite(page, 'other@example.net')
  await mail.letter('other@example.net')
  expect(mail.letters.filter((letter) => letter.to && 'text' in letter.to && letter.to.text.includes('twice'))).toHaveLength(1)
})

test('a restart in the middle of sending sends once', async ({ app, backend, mail, page }) => {
  await app.signInAs('Maren')
  mail.manner = 'hang'
  const row = await invite(page, 'patient@example.net')
  await expect.poll(() => mail.tries).toBeGreaterThan(0)
  await expect(row).toContainText('Mail is queued')
  await backend.kill()
  mail.manner = 'take'
  await backend.start()
  await mail.letter('patient@example.net')
  await expectSoon(row, 'Mail sent')
  expect(mail.letters).toHaveLength(1)
})
