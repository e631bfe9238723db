// Writes times as the reader is used to. Without it they stand there in UTC.
const format = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })
for (const time of document.querySelectorAll('time')) {
  time.title = time.textContent
  time.textContent = format.format(new Date(time.dateTime))
}
