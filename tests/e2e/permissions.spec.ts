// What each role may see and do, as the server decided it and the page shows it.
import { expect, test } from './fixtures'

test('an Associate sees no money and edits nothing, and is told why', async ({ app }) => {
  await app.signInAs('Aiko')
  await app.openSettings()
  const row = app.grid.getByRole('row').filter({ hasText: 'Nordwind IT' })
  await expect(row.getByRole('gridcell', { name: 'Not shown to Associates' })).toBeVisible()
  await expect(row.getByRole('button', { name: /^(Name|Default agent cost):/ })).toHaveCount(0)
  await expect(row.getByRole('gridcell', { name: /^Nordwind IT.*can change this$/ })).toBeVisible()
  await expect(row).not.toContainText('95')
})

test('a Manager edits name and rate', async ({ app, page }) => {
  await app.signInAs('Tomás')
  await app.openSettings()
  await app.edit(app.name('Nordwind IT'), 'Nordwind Managed')
  await app.cost('Nordwind Managed').click()
  await page.keyboard.type('64,5') // could be 64.5 or a slip for 645: refused …
  await page.keyboard.press('Enter')
  await expect(app.field('Default agent cost')).toHaveAttribute('aria-invalid', 'true')
  await app.field('Default agent cost').fill('64.50') // … and this could not
  await app.saving(() => page.keyboard.press('Enter'))
  await expect(app.cost('Nordwind Managed')).toHaveText(/64\.50/)
})

test('an Inactive agent does not see the workgroup at all', async ({ app, page }) => {
  await app.signInAs('Priya')
  await app.openSettings()
  await expect(app.grid.getByRole('row').filter({ hasText: 'Nordwind IT' })).toHaveCount(0)
  await page.goto('/w/wg_nordwind/settings')
  await expect(page.getByRole('heading', { level: 1, name: 'You cannot see this workgroup' })).toBeVisible()
  await expect(page.getByText('Nordwind IT')).toHaveCount(0)
})

test('each currency is written and read with its own digits', async ({ app, page }) => {
  await app.signInAs('Maren')
  await app.openSettings()
  for (const [workgroup, typed, shown] of [
    ['東京オフィス', '9900', /9,900/],
    ['Gulf Logistics', '28.125', /28\.125/],
    ['Café Zentral', '70', /70\.00/],
  ] as const) {
    await app.cost(workgroup).click()
    await page.keyboard.type(typed)
    await app.saving(() => page.keyboard.press('Enter'))
    await expect(app.cost(workgroup)).toHaveText(shown)
  }
  await app.cost('東京オフィス').click()
  await page.keyboard.type('9900.5')
  await page.keyboard.press('Enter')
  await expect(app.field('Default agent cost')).toHaveAttribute('aria-invalid', 'true')
})
